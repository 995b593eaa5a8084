"""scipy.fft (pocketfft), one worker: answers one JSON line a request with its CPU time. Requests as in fft.c."""
import json
import sys
import time

import numpy as np
import scipy.fft

inputs = {}
transforms = {
    "complex": lambda x: scipy.fft.fftn(x, workers=1),
    "real": lambda x: scipy.fft.rfftn(x, workers=1),
    "round": lambda x: scipy.fft.irfftn(scipy.fft.rfftn(x, workers=1), x.shape, workers=1),
    "cosine": lambda x: scipy.fft.dctn(x, 2, workers=1),
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        kind = request["kind"]
        if request["in"] not in inputs:
            values = np.fromfile(request["in"])
            inputs[request["in"]] = (values.view(complex) if kind == "complex" else values).reshape(request["shape"])
        x, transform = inputs[request["in"]], transforms[kind]
        before = time.process_time()
        for _ in range(request["batch"]):
            result = transform(x)
        answer = {"ms": 1000 * (time.process_time() - before) / request["batch"]}
        np.ascontiguousarray(result).tofile(request["out"])
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
