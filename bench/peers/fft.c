/* FFTW, one thread: answers one JSON line a request with its CPU time. cc -O3 -march=native fft.c -lfftw3 -lfftw3l -lm
   A request: "shape":[…], "kind":"complex" | "real" | "round" (real, there and back) | "cosine", "plan":"estimate" | "measure" |
   "exact" (long double, rounded: the reference), "in" and "out": files of float64, "batch". Input arrays are left as they are. */
#include <fftw3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COMPLEX, REAL, ROUND, COSINE };

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

static int shape_of(const char *line, int *shape) {
  const char *at = strstr(line, "\"shape\":[");
  if (!at) return 0;
  at += 9;
  int rank = 0;
  while (rank < 4) {
    char *end;
    shape[rank++] = (int)strtol(at, &end, 10);
    if (*end != ',') break;
    at = end + 1;
  }
  return rank;
}

static double *read_file(const char *path, long count) {
  double *values = fftw_malloc(count * sizeof(double));
  FILE *file = fopen(path, "rb");
  if (!file || fread(values, sizeof(double), count, file) != (size_t)count) {
    if (file) fclose(file);
    fftw_free(values);
    return NULL;
  }
  fclose(file);
  return values;
}

static int write_file(const char *path, const double *values, long count) {
  FILE *file = fopen(path, "wb");
  if (!file) return 0;
  size_t done = fwrite(values, sizeof(double), count, file);
  return fclose(file) == 0 && done == (size_t)count;
}

static void exact(int kind, int rank, const int *shape, const double *in, long ins, double *out, long outs) {
  long double *x = fftwl_malloc(ins * sizeof(long double)), *y = fftwl_malloc(outs * sizeof(long double));
  fftwl_plan plan;
  const fftw_r2r_kind dct = FFTW_REDFT10;
  if (kind == COMPLEX) plan = fftwl_plan_dft(rank, shape, (fftwl_complex *)x, (fftwl_complex *)y, FFTW_FORWARD, FFTW_ESTIMATE);
  else if (kind == COSINE) plan = fftwl_plan_r2r(rank, shape, x, y, (const fftwl_r2r_kind[]){dct, dct, dct, dct}, FFTW_ESTIMATE);
  else plan = fftwl_plan_dft_r2c(rank, shape, x, (fftwl_complex *)y, FFTW_ESTIMATE);
  for (long i = 0; i < ins; i++) x[i] = in[i];
  fftwl_execute(plan);
  for (long i = 0; i < outs; i++) out[i] = (double)y[i];
  fftwl_destroy_plan(plan);
  fftwl_free(x);
  fftwl_free(y);
}

static struct { char key[256]; fftw_plan there, back; double *in, *out; long ins, outs; } known[64];
static int count;

int main(int words, char **arguments) {
  if (words > 1 && !strcmp(arguments[1], "--probe")) return 0;
  static char line[8192];
  char path[1000], word[1000];
  while (fgets(line, sizeof line, stdin)) {
    int shape[4], rank = shape_of(line, shape);
    text(line, "kind", word);
    const int kind = !strcmp(word, "complex") ? COMPLEX : !strcmp(word, "real") ? REAL : !strcmp(word, "round") ? ROUND : COSINE;
    long points = 1, half = 1;
    for (int i = 0; i < rank; i++) {
      points *= shape[i];
      half *= i == rank - 1 ? shape[i] / 2 + 1 : shape[i];
    }
    const long ins = kind == COMPLEX ? 2 * points : points;
    const long outs = kind == COMPLEX ? 2 * points : kind == COSINE ? points : 2 * half;
    text(line, "plan", word);
    char key[256];
    snprintf(key, sizeof key, "%d %d %d %d %s", kind, shape[0], rank > 1 ? shape[1] : 0, rank > 2 ? shape[2] : 0, word);
    int at = 0;
    while (at < count && strcmp(known[at].key, key)) at++;
    if (at == count && count < 64) {
      count++;
      strcpy(known[at].key, key);
      known[at].ins = ins;
      known[at].outs = outs;
      known[at].out = fftw_malloc(outs * sizeof(double));
      double *x = fftw_malloc(ins * sizeof(double)), *y = known[at].out;
      if (strcmp(word, "exact")) {
        const unsigned how = (strcmp(word, "measure") ? FFTW_ESTIMATE : FFTW_MEASURE);
        const fftw_r2r_kind dct[] = {FFTW_REDFT10, FFTW_REDFT10, FFTW_REDFT10, FFTW_REDFT10};
        if (kind == COMPLEX) known[at].there = fftw_plan_dft(rank, shape, (fftw_complex *)x, (fftw_complex *)y, FFTW_FORWARD, how);
        else if (kind == COSINE) known[at].there = fftw_plan_r2r(rank, shape, x, y, dct, how | FFTW_PRESERVE_INPUT);
        else known[at].there = fftw_plan_dft_r2c(rank, shape, x, (fftw_complex *)y, how | FFTW_PRESERVE_INPUT);
        if (kind == ROUND) known[at].back = fftw_plan_dft_c2r(rank, shape, (fftw_complex *)y, x, how);
      }
      /* Planning writes over its arrays: the values come afterwards. */
      double *values = read_file(text(line, "in", path), ins);
      if (!values) {
        printf("{\"error\":\"cannot read %s\"}\n", path);
        fflush(stdout);
        count--;
        continue;
      }
      memcpy(x, values, ins * sizeof(double));
      fftw_free(values);
      known[at].in = x;
    }
    const long batch = number(line, "batch");
    if (!strcmp(word, "exact")) {
      exact(kind, rank, shape, known[at].in, ins, known[at].out, outs);
      printf("%s\n", write_file(text(line, "out", path), known[at].out, outs) ? "{\"ms\":0}" : "{\"error\":\"cannot write\"}");
      fflush(stdout);
      continue;
    }
    const double before = cpu_ms();
    for (long i = 0; i < batch; i++) {
      fftw_execute(known[at].there);
      if (known[at].back) {
        fftw_execute(known[at].back);
        for (long k = 0; k < ins; k++) known[at].in[k] *= 1.0 / points;
      }
    }
    const double ms = (cpu_ms() - before) / batch;
    int good = 1;
    if (kind != ROUND) good = write_file(text(line, "out", path), known[at].out, outs);
    if (good) printf("{\"ms\":%.9g}\n", ms);
    else printf("{\"error\":\"cannot write %s\"}\n", path);
    fflush(stdout);
  }
  return 0;
}
