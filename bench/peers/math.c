/* Elementary functions over an array in plain C: answers one JSON line a request with its CPU time.
   cc -O3 -march=native math.c -lm, once plain and once with -ffast-math -lmvec: the compiler then calls the vector functions of the
   C library, up to eight numbers at once and up to 4 ulp off.
   A request: "kind": the function, "count", "rounds", "in" and "out": files of float64, "batch". `in` holds count
   values of x, then count of y (for pow); a call goes over them `rounds` times. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return 1e3 * t.tv_sec + 1e-6 * t.tv_nsec;
}

static char *text(const char *line, const char *key, char *out) {
  char name[64];
  sprintf(name, "\"%s\":", key);
  const char *at = strstr(line, name);
  out[0] = 0;
  if (at && (at = strchr(at + strlen(name), '"'))) sscanf(at + 1, "%999[^\"]", out);
  return out;
}

static long number(const char *line, const char *key) {
  char name[64];
  sprintf(name, "\"%s\":", key);
  const char *at = strstr(line, name);
  return at ? strtol(at + strlen(name), NULL, 10) : 0;
}

#define LOOP(name, expression) \
  __attribute__((noinline)) static void all_##name(const double *restrict x, const double *restrict y, double *restrict out, long n) { \
    (void)y; \
    for (long i = 0; i < n; i++) out[i] = expression; \
  }
LOOP(exp, exp(x[i]))
LOOP(log, log(x[i]))
LOOP(sin, sin(x[i]))
LOOP(cos, cos(x[i]))
LOOP(tan, tan(x[i]))
LOOP(tanh, tanh(x[i]))
LOOP(sqrt, sqrt(x[i]))
LOOP(pow, pow(x[i], y[i]))

typedef void (*loop)(const double *restrict, const double *restrict, double *restrict, long);
static const struct { const char *name; loop run; } loops[] = {
  {"exp", all_exp}, {"log", all_log}, {"sin", all_sin}, {"cos", all_cos}, {"tan", all_tan}, {"tanh", all_tanh}, {"sqrt", all_sqrt},
  {"pow", all_pow},
};

int main(int words, char **arguments) {
  if (words > 1 && !strcmp(arguments[1], "--probe")) return 0;
  static char asked[8192];
  char path[1000], kind[1000];
  while (fgets(asked, sizeof asked, stdin)) {
    text(asked, "kind", kind);
    const long n = number(asked, "count"), rounds = number(asked, "rounds"), batch = number(asked, "batch");
    double *x = aligned_alloc(64, (2 * n * sizeof(double) + 63) / 64 * 64), *out = aligned_alloc(64, (n * sizeof(double) + 63) / 64 * 64);
    FILE *file = fopen(text(asked, "in", path), "rb");
    loop run = NULL;
    for (size_t k = 0; k < sizeof loops / sizeof loops[0]; k++)
      if (!strcmp(kind, loops[k].name)) run = loops[k].run;
    if (!run || !file || fread(x, sizeof(double), 2 * n, file) != (size_t)(2 * n)) {
      printf("{\"error\":\"cannot do %s of %s\"}\n", kind, path);
      fflush(stdout);
      continue;
    }
    fclose(file);
    /* Once before: the first touch of memory is start-up. */
    run(x, x + n, out, n);
    const double before = cpu_ms();
    for (long k = 0; k < batch * rounds; k++) run(x, x + n, out, n);
    const double ms = (cpu_ms() - before) / batch;
    file = fopen(text(asked, "out", path), "wb");
    if (file && fwrite(out, sizeof(double), n, file) == (size_t)n && !fclose(file)) printf("{\"ms\":%.9g}\n", ms);
    else printf("{\"error\":\"cannot write %s\"}\n", path);
    fflush(stdout);
    free(x), free(out);
  }
  return 0;
}
