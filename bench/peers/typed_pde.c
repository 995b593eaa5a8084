/* Partial differential equations on periodic grids, written by hand: answers one JSON line a request with its CPU time.
   cc -O3 -march=native typed_pde.c -lfftw3 -lm
   A request: "kind": "gray-scott" | "cahn-hilliard" | "kuramoto-sivashinsky", "n", "steps", "h", "in" and "out": files of float64, "batch".
   Stencils of second order, n × n nodes; "steps": 0 asks for the rates, else so many steps of the classical Runge–Kutta method. The sums
   of its stages are formed in the pass over the stencil, so a step is four passes. Kuramoto–Sivashinsky: n nodes on [0, 32π), waves k
   with 3 k < n, ETDRK4 (Kassam and Trefethen 2005) with tables from contour integrals; transforms by FFTW, planned with PATIENT. */
#include <complex.h>
#include <fftw3.h>
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

static double number(const char *line, const char *key) {
  char name[64];
  sprintf(name, "\"%s\":", key);
  const char *at = strstr(line, name);
  return at ? strtod(at + strlen(name), NULL) : 0;
}

static double *block(size_t count) {
  double *p = aligned_alloc(64, (count * sizeof(double) + 63) / 64 * 64);
  memset(p, 0, count * sizeof(double));
  return p;
}

#define ROWS                                                                                       \
  const long up = (j + 1) % n * n, down = (j + n - 1) % n * n, row = j * n;
#define ALONG(POINT)                                                                               \
  POINT(0, n - 1, 1)                                                                               \
  for (long i = 1; i < n - 1; i++) POINT(i, i - 1, i + 1)                                          \
  POINT(n - 1, n - 2, 0)

/* What becomes of a rate k at place p: rates alone, or one of the four stages from y, with the sum so far in `sum`. */
#define RATES(k, p) out[p] = k;
#define FIRST(k, p) const double r_##k = k; sum[p] = y[p] + h / 6 * r_##k; out[p] = y[p] + h / 2 * r_##k;
#define SECOND(k, p) const double r_##k = k; sum[p] += h / 3 * r_##k; out[p] = y[p] + h / 2 * r_##k;
#define THIRD(k, p) const double r_##k = k; sum[p] += h / 3 * r_##k; out[p] = y[p] + h * r_##k;
#define FOURTH(k, p) out[p] = sum[p] + h / 6 * k;

#define GRAY_SCOTT(NAME, USE)                                                                      \
  __attribute__((noinline)) static void gray_scott_##NAME(const double *restrict s, const double *restrict y, double *restrict sum,    \
                                                          double *restrict out, long n, double w, double h) { \
    const double du = 2e-5 * w, dv = 1e-5 * w, feed = 0.04, kill = 0.06;                           \
    const long all = n * n;                                                                        \
    const double *restrict u = s, *restrict v = s + all;                                           \
    for (long j = 0; j < n; j++) {                                                                 \
      ROWS                                                                                         \
      ALONG(GRAY_SCOTT_POINT_##NAME)                                                               \
    }                                                                                              \
  }
#define GRAY_SCOTT_POINT(USE, i, l, r)                                                             \
  {                                                                                                \
    const double a = u[row + i], b = v[row + i], made = a * b * b;                                 \
    const double ku = du * (u[row + l] + u[row + r] + u[up + i] + u[down + i] - 4 * a) - made + feed * (1 - a);          \
    const double kv = dv * (v[row + l] + v[row + r] + v[up + i] + v[down + i] - 4 * b) + made - (feed + kill) * b;       \
    USE(ku, row + i)                                                                               \
    USE(kv, all + row + i)                                                                         \
  }
#define GRAY_SCOTT_POINT_rates(i, l, r) GRAY_SCOTT_POINT(RATES, i, l, r)
#define GRAY_SCOTT_POINT_first(i, l, r) GRAY_SCOTT_POINT(FIRST, i, l, r)
#define GRAY_SCOTT_POINT_second(i, l, r) GRAY_SCOTT_POINT(SECOND, i, l, r)
#define GRAY_SCOTT_POINT_third(i, l, r) GRAY_SCOTT_POINT(THIRD, i, l, r)
#define GRAY_SCOTT_POINT_fourth(i, l, r) GRAY_SCOTT_POINT(FOURTH, i, l, r)
GRAY_SCOTT(rates, RATES)
GRAY_SCOTT(first, FIRST)
GRAY_SCOTT(second, SECOND)
GRAY_SCOTT(third, THIRD)
GRAY_SCOTT(fourth, FOURTH)

/* The potential is kept for three rows only: it stays in the first cache. */
static double *potential;
__attribute__((noinline)) static void potential_row(const double *restrict u, double *restrict m, long j, long n, double w) {
  const double width = 1e-4 * w;
  ROWS
#define POTENTIAL(i, l, r)                                                                         \
  {                                                                                                \
    const double a = u[row + i];                                                                   \
    m[i] = a * a * a - a - width * (u[row + l] + u[row + r] + u[up + i] + u[down + i] - 4 * a);    \
  }
  ALONG(POTENTIAL)
}

#define CAHN_HILLIARD(NAME, USE)                                                                   \
  __attribute__((noinline)) static void cahn_hilliard_row_##NAME(const double *restrict a, const double *restrict b,                   \
                                                                 const double *restrict c, const double *restrict y, double *restrict sum, \
                                                                 double *restrict out, long n, double w, double h) { \
    ALONG(CAHN_HILLIARD_POINT_##NAME)                                                              \
  }                                                                                                \
  static void cahn_hilliard_##NAME(const double *s, const double *y, double *sum, double *out, long n, double w, double h) { \
    double *m[3] = {potential, potential + n, potential + 2 * n};                                  \
    potential_row(s, m[0], n - 1, n, w);                                                           \
    potential_row(s, m[1], 0, n, w);                                                               \
    for (long j = 0; j < n; j++) {                                                                 \
      potential_row(s, m[2], (j + 1) % n, n, w);                                                   \
      cahn_hilliard_row_##NAME(m[0], m[1], m[2], y + j * n, sum + j * n, out + j * n, n, w, h);    \
      double *oldest = m[0];                                                                       \
      m[0] = m[1], m[1] = m[2], m[2] = oldest;                                                     \
    }                                                                                              \
  }
#define CAHN_HILLIARD_POINT(USE, i, l, r)                                                          \
  {                                                                                                \
    const double k = w * (b[l] + b[r] + a[i] + c[i] - 4 * b[i]);                                   \
    USE(k, i)                                                                                      \
  }
#define CAHN_HILLIARD_POINT_rates(i, l, r) CAHN_HILLIARD_POINT(RATES, i, l, r)
#define CAHN_HILLIARD_POINT_first(i, l, r) CAHN_HILLIARD_POINT(FIRST, i, l, r)
#define CAHN_HILLIARD_POINT_second(i, l, r) CAHN_HILLIARD_POINT(SECOND, i, l, r)
#define CAHN_HILLIARD_POINT_third(i, l, r) CAHN_HILLIARD_POINT(THIRD, i, l, r)
#define CAHN_HILLIARD_POINT_fourth(i, l, r) CAHN_HILLIARD_POINT(FOURTH, i, l, r)
CAHN_HILLIARD(rates, RATES)
CAHN_HILLIARD(first, FIRST)
CAHN_HILLIARD(second, SECOND)
CAHN_HILLIARD(third, THIRD)
CAHN_HILLIARD(fourth, FOURTH)

typedef void Pass(const double *, const double *, double *, double *, long, double, double);
static Pass *const grayScott[5] = {gray_scott_rates, gray_scott_first, gray_scott_second, gray_scott_third, gray_scott_fourth};
static Pass *const cahnHilliard[5] = {cahn_hilliard_rates, cahn_hilliard_first, cahn_hilliard_second, cahn_hilliard_third, cahn_hilliard_fourth};

/* Steps in place in y; work: three arrays as long. */
static void runge_kutta(Pass *const *pass, double *y, double *work, size_t size, long n, double w, double h, long steps) {
  double *sum = work, *a = work + size, *b = work + 2 * size;
  for (long k = 0; k < steps; k++) {
    pass[1](y, y, sum, a, n, w, h);
    pass[2](a, y, sum, b, n, w, h);
    pass[3](b, y, sum, a, n, w, h);
    pass[4](a, y, sum, y, n, w, h);
  }
}

/* Kuramoto–Sivashinsky: tables and plans for one n and h. */
static struct {
  long n, last;
  double h, *x, *E, *half, *Q, *f1, *f2, *f3, *g, *v, *a, *b, *c, *n0, *na, *nb, *nc;
  fftw_complex *s;
  fftw_plan forward, inverse;
} ks;

static void ks_prepare(long n, double h) {
  if (ks.n == n && ks.h == h) return;
  ks.n = n, ks.h = h, ks.last = (n - 1) / 3;
  ks.x = fftw_malloc(n * sizeof(double)), ks.s = fftw_malloc((n / 2 + 1) * sizeof(fftw_complex));
  ks.forward = fftw_plan_dft_r2c_1d(n, ks.x, ks.s, FFTW_PATIENT);
  ks.inverse = fftw_plan_dft_c2r_1d(n, ks.s, ks.x, FFTW_PATIENT);
  double **all[] = {&ks.E, &ks.half, &ks.Q, &ks.f1, &ks.f2, &ks.f3, &ks.g, &ks.v, &ks.a, &ks.b, &ks.c, &ks.n0, &ks.na, &ks.nb, &ks.nc};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) *all[i] = block(n + 2);
  for (long k = 0; k <= ks.last; k++) {
    const double q = k / 16., L = h * (q * q - q * q * q * q);
    double complex Q = 0, f1 = 0, f2 = 0, f3 = 0;
    const int points = 64;
    for (int p = 0; p < points; p++) {
      const double complex z = L + cexp(I * M_PI * 2 * (p + 0.5) / points), e = cexp(z);
      Q += (cexp(z / 2) - 1) / z;
      f1 += (-4 - z + e * (4 - 3 * z + z * z)) / (z * z * z);
      f2 += (2 + z + e * (z - 2)) / (z * z * z);
      f3 += (-4 - 3 * z - z * z + e * (4 - z)) / (z * z * z);
    }
    /* Each number twice, for the real and the imaginary part. */
    for (long i = 2 * k; i < 2 * k + 2; i++) {
      ks.E[i] = exp(L), ks.half[i] = exp(L / 2), ks.Q[i] = h * creal(Q) / points;
      ks.f1[i] = h * creal(f1) / points, ks.f2[i] = 2 * h * creal(f2) / points, ks.f3[i] = h * creal(f3) / points;
    }
    ks.g[k] = 0.5 * q / n;
  }
}

/* out ← −½ i q (u²)^ */
static void ks_rates(const double *restrict v, double *restrict out) {
  const long n = ks.n, last = ks.last;
  double *restrict x = ks.x, *restrict s = (double *)ks.s, *restrict g = ks.g;
  memcpy(s, v, (last + 1) * 16);
  memset(s + 2 * last + 2, 0, (n / 2 - last) * 16);
  fftw_execute(ks.inverse);
  for (long i = 0; i < n; i++) x[i] *= x[i];
  fftw_execute(ks.forward);
  for (long k = 0; k <= last; k++) {
    out[2 * k] = g[k] * s[2 * k + 1];
    out[2 * k + 1] = -g[k] * s[2 * k];
  }
}

__attribute__((noinline)) static void ks_stage(const double *restrict v, const double *restrict r, double *restrict out) {
  const double *restrict E = ks.half, *restrict Q = ks.Q;
  for (long i = 0; i < 2 * ks.last + 2; i++) out[i] = E[i] * v[i] + Q[i] * r[i];
}

__attribute__((noinline)) static void ks_third(const double *restrict a, const double *restrict nb, const double *restrict n0,
                                               double *restrict out) {
  const double *restrict E = ks.half, *restrict Q = ks.Q;
  for (long i = 0; i < 2 * ks.last + 2; i++) out[i] = E[i] * a[i] + Q[i] * (2 * nb[i] - n0[i]);
}

__attribute__((noinline)) static void ks_end(double *restrict v, const double *restrict n0, const double *restrict na,
                                             const double *restrict nb, const double *restrict nc) {
  const double *restrict E = ks.E, *restrict f1 = ks.f1, *restrict f2 = ks.f2, *restrict f3 = ks.f3;
  for (long i = 0; i < 2 * ks.last + 2; i++) v[i] = E[i] * v[i] + f1[i] * n0[i] + f2[i] * (na[i] + nb[i]) + f3[i] * nc[i];
}

static void ks_steps(long steps) {
  for (long k = 0; k < steps; k++) {
    ks_rates(ks.v, ks.n0);
    ks_stage(ks.v, ks.n0, ks.a);
    ks_rates(ks.a, ks.na);
    ks_stage(ks.v, ks.na, ks.b);
    ks_rates(ks.b, ks.nb);
    ks_third(ks.a, ks.nb, ks.n0, ks.c);
    ks_rates(ks.c, ks.nc);
    ks_end(ks.v, ks.n0, ks.na, ks.nb, ks.nc);
  }
}

static void ks_encode(const double *nodes) {
  memcpy(ks.x, nodes, ks.n * sizeof(double));
  fftw_execute(ks.forward);
  for (long i = 0; i < 2 * ks.last + 2; i++) ks.v[i] = ((double *)ks.s)[i] / ks.n;
}

static void ks_decode(double *nodes) {
  memcpy(ks.s, ks.v, (ks.last + 1) * 16);
  memset((double *)ks.s + 2 * ks.last + 2, 0, (ks.n / 2 - ks.last) * 16);
  fftw_execute(ks.inverse);
  memcpy(nodes, ks.x, ks.n * sizeof(double));
}

int main(int words, char **arguments) {
  if (words > 1 && !strcmp(arguments[1], "--probe")) return 0;
  static char asked[8192];
  char path[1000], kind[1000];
  while (fgets(asked, sizeof asked, stdin)) {
    text(asked, "kind", kind);
    const long n = number(asked, "n"), steps = number(asked, "steps"), batch = number(asked, "batch");
    const double h = number(asked, "h");
    const int isLine = !strcmp(kind, "kuramoto-sivashinsky"), isPair = !strcmp(kind, "gray-scott");
    const size_t size = isLine ? n : (size_t)n * n * (isPair ? 2 : 1);
    const double w = isLine ? 0 : (double)n * n / (isPair ? 2.5 * 2.5 : 1);
    double *in = block(size), *y = block(size), *work = block(isLine ? 0 : 3 * size);
    FILE *file = fopen(text(asked, "in", path), "rb");
    if (!file || fread(in, sizeof(double), size, file) != size) {
      printf("{\"error\":\"cannot read %s\"}\n", path);
      fflush(stdout);
      continue;
    }
    fclose(file);
    potential = block(3 * n);
    if (isLine) ks_prepare(n, h);
    Pass *const *pass = isPair ? grayScott : cahnHilliard;
    double ms = 0;
    /* Once before: the first touch of memory is start-up. */
    for (int round = 0; round < 2; round++) {
      for (long k = 0; k < (round ? batch : 1); k++) {
        /* Each run begins anew; what that costs does not count. */
        if (isLine) ks_encode(in);
        else if (steps || !k) memcpy(y, in, size * sizeof(double));
        const double before = cpu_ms();
        if (isLine) ks_steps(steps);
        else if (steps) runge_kutta(pass, y, work, size, n, w, h, steps);
        else pass[0](y, y, work, work, n, w, h);
        if (round) ms += (cpu_ms() - before) / batch;
      }
    }
    if (isLine) ks_decode(y);
    file = fopen(text(asked, "out", path), "wb");
    if (file && fwrite(steps ? y : work, sizeof(double), size, file) == size && !fclose(file)) printf("{\"ms\":%.9g}\n", ms);
    else printf("{\"error\":\"cannot write %s\"}\n", path);
    fflush(stdout);
    free(in), free(y), free(work), free(potential);
  }
  return 0;
}
