/* Sweeps over grids and tridiagonal systems in plain C: answers one JSON line a request with its CPU time.
   cc -O3 -march=native stencil.c -lm
   A request: "kind": "heat" | "laplacian4" | "gray-scott" | "columns" | "line" | "polynomial" | "copy", "nx", "ny", "in" and "out": files of float64, "batch".
   Grids have a halo of two values on each side. "columns": ny systems side by side, "line": one; of n = nx unknowns, the second
   difference with diagonal 3, factored before; solved again and again in place (the smoothest part hardly changes), then written
   after one solution from `in`. */
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

__attribute__((noinline)) static void heat(const double *restrict u, double *restrict out, long nx, long ny, long s, double r) {
  for (long j = 0; j < ny; j++)
    for (long i = 0; i < nx; i++) {
      const double *p = u + j * s + i;
      out[j * s + i] = (1 - 4 * r) * p[0] + r * (p[-1] + p[1]) + r * (p[-s] + p[s]);
    }
}

__attribute__((noinline)) static void laplacian4(const double *restrict u, double *restrict out, long nx, long ny, long s) {
  for (long j = 0; j < ny; j++)
    for (long i = 0; i < nx; i++) {
      const double *p = u + j * s + i;
      out[j * s + i] = -5 * p[0] + 4.0 / 3 * ((p[-1] + p[1]) + (p[-s] + p[s])) - 1.0 / 12 * ((p[-2] + p[2]) + (p[-2 * s] + p[2 * s]));
    }
}

__attribute__((noinline)) static void gray_scott(const double *restrict u, const double *restrict v, double *restrict a, double *restrict b,
                                                 long nx, long ny, long s) {
  const double wu = 0.16, wv = 0.08, feed = 0.035, kill = 0.06, dt = 1;
  for (long j = 0; j < ny; j++)
    for (long i = 0; i < nx; i++) {
      const double *p = u + j * s + i, *q = v + j * s + i;
      const double made = dt * p[0] * q[0] * q[0];
      a[j * s + i] = (1 - 4 * wu - dt * feed) * p[0] + wu * (p[-1] + p[1] + p[-s] + p[s]) - made + dt * feed;
      b[j * s + i] = (1 - 4 * wv - dt * (feed + kill)) * q[0] + wv * (q[-1] + q[1] + q[-s] + q[s]) + made;
    }
}

__attribute__((noinline)) static void columns(const double *restrict l, const double *restrict d, const double *restrict e, double *restrict x,
                                              long n, long m) {
  for (long i = 1; i < n; i++)
    for (long k = 0; k < m; k++) x[i * m + k] -= l[i] * x[(i - 1) * m + k];
  for (long k = 0; k < m; k++) x[(n - 1) * m + k] *= d[n - 1];
  for (long i = n - 2; i >= 0; i--)
    for (long k = 0; k < m; k++) x[i * m + k] = x[i * m + k] * d[i] - e[i] * x[(i + 1) * m + k];
}

__attribute__((noinline)) static void line(const double *restrict l, const double *restrict d, const double *restrict e, double *restrict x, long n) {
  double y = 0;
  for (long i = 0; i < n; i++) x[i] = y = x[i] - l[i] * y;
  y = 0;
  for (long i = n - 1; i >= 0; i--) x[i] = y = x[i] * d[i] - e[i] * y;
}

/* The roofs: arithmetic on values of the first cache, and loads with stores alone. */
__attribute__((noinline)) static void polynomial(const double *restrict x, double *restrict out, long n, double a, double b) {
  for (long i = 0; i < n; i++) out[i] = (((((x[i] * a + b) * a + b) * a + b) * a + b) * a + b) * a + b;
}

__attribute__((noinline)) static void copy(const double *restrict x, double *restrict out, long n) {
  for (long i = 0; i < n; i++) out[i] = x[i];
}

static double *block(long count) {
  double *p = aligned_alloc(64, (count * sizeof(double) + 63) / 64 * 64);
  memset(p, 0, count * sizeof(double));
  return p;
}

int main(int words, char **arguments) {
  if (words > 1 && !strcmp(arguments[1], "--probe")) return 0;
  static char asked[8192];
  char path[1000], kind[1000];
  while (fgets(asked, sizeof asked, stdin)) {
    text(asked, "kind", kind);
    const long nx = number(asked, "nx"), ny = number(asked, "ny"), batch = number(asked, "batch");
    const int inPlace = !strcmp(kind, "columns") || !strcmp(kind, "line");
    const int onGrid = !inPlace && strcmp(kind, "polynomial") && strcmp(kind, "copy");
    const int fields = strcmp(kind, "gray-scott") ? 1 : 2;
    const long s = nx + 4, each = onGrid ? s * (ny + 4) : nx * ny, total = each * fields;
    double *in = block(total), *out = block(total), *l = block(nx), *d = block(nx), *e = block(nx);
    FILE *file = fopen(text(asked, "in", path), "rb");
    if (!file || fread(in, sizeof(double), total, file) != (size_t)total) {
      printf("{\"error\":\"cannot read %s\"}\n", path);
      fflush(stdout);
      continue;
    }
    fclose(file);
    for (long i = 0; i < nx; i++) {
      l[i] = i ? -d[i - 1] : 0;
      d[i] = 1 / (3 + l[i]);
      e[i] = i < nx - 1 ? -d[i] : 0;
    }
    const long at = 2 * s + 2;
    double ms = 0;
    if (inPlace) memcpy(out, in, total * sizeof(double));
    /* Once before: the first touch of memory is start-up. */
    for (int round = 0; round < 2; round++) {
      const double before = cpu_ms();
      for (long k = 0; k < (round ? batch : 1); k++) {
        if (!strcmp(kind, "heat")) heat(in + at, out + at, nx, ny, s, 0.2);
        else if (!strcmp(kind, "laplacian4")) laplacian4(in + at, out + at, nx, ny, s);
        else if (!strcmp(kind, "gray-scott")) gray_scott(in + at, in + each + at, out + at, out + each + at, nx, ny, s);
        else if (!strcmp(kind, "columns")) columns(l, d, e, out, nx, ny);
        else if (!strcmp(kind, "polynomial")) polynomial(in, out, nx, 0.9, 0.1);
        else if (!strcmp(kind, "copy")) copy(in, out, nx);
        else line(l, d, e, out, nx);
      }
      ms = (cpu_ms() - before) / batch;
    }
    if (inPlace) {
      memcpy(out, in, total * sizeof(double));
      if (!strcmp(kind, "columns")) columns(l, d, e, out, nx, ny);
      else line(l, d, e, out, nx);
    }
    file = fopen(text(asked, "out", path), "wb");
    if (file && fwrite(out, sizeof(double), total, file) == (size_t)total && !fclose(file)) printf("{\"ms\":%.9g}\n", ms);
    else printf("{\"error\":\"cannot write %s\"}\n", path);
    fflush(stdout);
    free(in), free(out), free(l), free(d), free(e);
  }
  return 0;
}
