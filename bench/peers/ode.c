// SUNDIALS on the ODE test set: one JSON line in, one out (bench/peer.mjs).
// Request: {"problem","method","rtol","atol","from","to","batch"}; answer: {"ms","y":[end values],"evaluations"}.
// cc -O3 -march=native ode.c -o ode -lsundials_cvode -lsundials_arkode -lsundials_nvecserial -lsundials_sunmatrixdense
//    -lsundials_sunmatrixband -lsundials_sunlinsoldense -lsundials_sunlinsolband -lsundials_sunlinsolspgmr -lm
#include <arkode/arkode_erkstep.h>
#include <cvode/cvode.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sunlinsol/sunlinsol_band.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunlinsol/sunlinsol_spgmr.h>
#include <sunmatrix/sunmatrix_band.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <time.h>

#define RATES(name) static int name(realtype t, N_Vector state, N_Vector out, void *data)
#define BEGIN \
  const realtype *y = N_VGetArrayPointer(state); \
  realtype *f = N_VGetArrayPointer(out); \
  (void)t; (void)data; (void)y;

static long calls;

RATES(lorenz) { BEGIN calls++;
  f[0] = 10 * (y[1] - y[0]); f[1] = y[0] * (28 - y[2]) - y[1]; f[2] = y[0] * y[1] - 8.0 / 3 * y[2]; return 0; }
RATES(lotka) { BEGIN calls++; f[0] = 1.5 * y[0] - y[0] * y[1]; f[1] = -3 * y[1] + y[0] * y[1]; return 0; }
RATES(pleiades) { BEGIN calls++;
  for (int i = 0; i < 7; i++) {
    double ax = 0, ay = 0;
    for (int j = 0; j < 7; j++) if (j != i) {
      double dx = y[j] - y[i], dy = y[7 + j] - y[7 + i], r = dx * dx + dy * dy, w = (j + 1) / (r * sqrt(r));
      ax += w * dx; ay += w * dy;
    }
    f[i] = y[14 + i]; f[7 + i] = y[21 + i]; f[14 + i] = ax; f[21 + i] = ay;
  }
  return 0; }
RATES(arenstorf) { BEGIN calls++;
  const double mu = 0.012277471, nu = 1 - mu;
  double a = (y[0] + mu) * (y[0] + mu) + y[1] * y[1], b = (y[0] - nu) * (y[0] - nu) + y[1] * y[1];
  double d1 = a * sqrt(a), d2 = b * sqrt(b);
  f[0] = y[2]; f[1] = y[3];
  f[2] = y[0] + 2 * y[3] - nu * (y[0] + mu) / d1 - mu * (y[0] - nu) / d2;
  f[3] = y[1] - 2 * y[2] - nu * y[1] / d1 - mu * y[1] / d2; return 0; }
RATES(vdp1000) { BEGIN calls++; f[0] = y[1]; f[1] = 1000 * (1 - y[0] * y[0]) * y[1] - y[0]; return 0; }
RATES(vdp1e6) { BEGIN calls++; f[0] = y[1]; f[1] = ((1 - y[0] * y[0]) * y[1] - y[0]) / 1e-6; return 0; }
RATES(robertson) { BEGIN calls++;
  double a = 0.04 * y[0], b = 1e4 * y[1] * y[2], c = 3e7 * y[1] * y[1];
  f[0] = -a + b; f[1] = a - b - c; f[2] = c; return 0; }
RATES(hires) { BEGIN calls++;
  double r = 280 * y[5] * y[7];
  f[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007; f[1] = 1.71 * y[0] - 8.75 * y[1];
  f[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4]; f[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
  f[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6]; f[5] = -r + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
  f[6] = r - 1.81 * y[6]; f[7] = -f[6]; return 0; }
RATES(orego) { BEGIN calls++;
  f[0] = 77.27 * (y[1] + y[0] * (1 - 8.375e-6 * y[0] - y[1])); f[1] = (y[2] - (1 + y[0]) * y[1]) / 77.27;
  f[2] = 0.161 * (y[0] - y[2]); return 0; }
RATES(pollu) { BEGIN calls++;
  double r1 = .35 * y[0], r2 = 26.6 * y[1] * y[3], r3 = 12300 * y[4] * y[1], r4 = 8.6e-4 * y[6], r5 = 8.2e-4 * y[6];
  double r6 = 15000 * y[6] * y[5], r7 = 1.3e-4 * y[8], r8 = 24000 * y[8] * y[5], r9 = 16500 * y[10] * y[1], r10 = 9000 * y[10] * y[0];
  double r11 = .022 * y[12], r12 = 12000 * y[9] * y[1], r13 = 1.88 * y[13], r14 = 16300 * y[0] * y[5], r15 = 4.8e6 * y[2];
  double r16 = 3.5e-4 * y[3], r17 = .0175 * y[3], r18 = 1e8 * y[15], r19 = 4.44e11 * y[15], r20 = 1240 * y[16] * y[5];
  double r21 = 2.1 * y[18], r22 = 5.78 * y[18], r23 = .0474 * y[0] * y[3], r24 = 1780 * y[18] * y[0], r25 = 3.12 * y[19];
  f[0] = -r1 - r10 - r14 - r23 - r24 + r2 + r3 + r9 + r11 + r12 + r22 + r25; f[1] = -r2 - r3 - r9 - r12 + r1 + r21;
  f[2] = -r15 + r1 + r17 + r19 + r22; f[3] = -r2 - r16 - r17 - r23 + r15; f[4] = -r3 + 2 * r4 + r6 + r7 + r13 + r20;
  f[5] = -r6 - r8 - r14 - r20 + r3 + 2 * r18; f[6] = -r4 - r5 - r6 + r13; f[7] = r4 + r5 + r6 + r7; f[8] = -r7 - r8;
  f[9] = -r12 + r7 + r9; f[10] = -r9 - r10 + r8 + r11; f[11] = r9; f[12] = -r11 + r10; f[13] = -r13 + r12; f[14] = r14;
  f[15] = -r18 - r19 + r16; f[16] = -r20; f[17] = r20; f[18] = -r21 - r22 - r24 + r23 + r25; f[19] = -r25 + r24; return 0; }
RATES(bruss1d) { BEGIN calls++;
  const int n = 500; const double c = 501.0 * 501.0 / 50;
  for (int i = 0; i < n; i++) {
    double u = y[2 * i], v = y[2 * i + 1];
    double ul = i ? y[2 * i - 2] : 1, vl = i ? y[2 * i - 1] : 3, ur = i < n - 1 ? y[2 * i + 2] : 1, vr = i < n - 1 ? y[2 * i + 3] : 3;
    f[2 * i] = 1 + u * u * v - 4 * u + c * (ul - 2 * u + ur); f[2 * i + 1] = 3 * u - u * u * v + c * (vl - 2 * v + vr);
  }
  return 0; }
RATES(bruss2d) { BEGIN calls++;
  const int n = 32; const double c = 0.1 * n * n;
  for (int j = 0; j < n; j++) for (int i = 0; i < n; i++) {
    int k = 2 * (j * n + i), e = 2 * (j * n + (i + 1) % n), w = 2 * (j * n + (i + n - 1) % n);
    int o = 2 * (((j + 1) % n) * n + i), s = 2 * (((j + n - 1) % n) * n + i);
    double u = y[k], v = y[k + 1], x = (double)i / n, z = (double)j / n;
    double force = t >= 1.1 && (x - 0.3) * (x - 0.3) + (z - 0.6) * (z - 0.6) <= 0.01 ? 5 : 0;
    f[k] = 1 + u * u * v - 4.4 * u + c * (y[e] + y[w] + y[o] + y[s] - 4 * u) + force;
    f[k + 1] = 3.4 * u - u * u * v + c * (y[e + 1] + y[w + 1] + y[o + 1] + y[s + 1] - 4 * v);
  }
  return 0; }

typedef struct { const char *name; CVRhsFn rates; int size; int band; int krylov; const double *start; } Problem;
static const double one3[] = {1, 1, 1}, vdp[] = {2, 0}, rob[] = {1, 0, 0}, ore[] = {1, 2, 3}, hir[] = {1, 0, 0, 0, 0, 0, 0, 0.0057};
static const double are[] = {0.994, 0, 0, -2.00158510637908252240537862224};
static const double ple[] = {3, 3, -1, -3, 2, -2, 2, 3, -3, 2, 0, 0, -4, 4, 0, 0, 0, 0, 0, 1.75, -1.5, 0, 0, 0, -1.25, 1, 0, 0};
static const double pol[] = {0, .2, 0, .04, 0, 0, .1, .3, .01, 0, 0, 0, 0, 0, 0, 0, .007, 0, 0, 0};
static const Problem problems[] = {
  {"lorenz", lorenz, 3, 0, 0, one3}, {"lotka", lotka, 2, 0, 0, one3}, {"pleiades", pleiades, 28, 0, 0, ple},
  {"arenstorf", arenstorf, 4, 0, 0, are}, {"vdp1000", vdp1000, 2, 0, 0, vdp}, {"vdp1e6", vdp1e6, 2, 0, 0, vdp},
  {"robertson", robertson, 3, 0, 0, rob}, {"hires", hires, 8, 0, 0, hir}, {"orego", orego, 3, 0, 0, ore},
  {"pollu", pollu, 20, 0, 0, pol},
  {"bruss1d", bruss1d, 1000, 2, 0, NULL}, {"bruss2d", bruss2d, 2048, 0, 1, NULL},
};

static void initial(const Problem *p, double *y) {
  if (p->start) { memcpy(y, p->start, p->size * sizeof(double)); return; }
  if (p->band) for (int i = 0; i < 500; i++) { y[2 * i] = 1 + sin(2 * M_PI * (i + 1) / 501.0); y[2 * i + 1] = 3; }
  else for (int j = 0; j < 32; j++) for (int i = 0; i < 32; i++) {
    double x = i / 32.0, z = j / 32.0;
    y[2 * (j * 32 + i)] = 22 * z * pow(1 - z, 1.5); y[2 * (j * 32 + i) + 1] = 27 * x * pow(1 - x, 1.5);
  }
}

/** One integration from end to end; 0 where it went well. */
static int solve(SUNContext context, const Problem *p, const char *method, double rtol, double atol, double from, double to, N_Vector y) {
  initial(p, N_VGetArrayPointer(y));
  realtype t = from;
  int flag;
  if (!strncmp(method, "arkode", 6)) {
    void *mem = ERKStepCreate(p->rates, from, y, context);
    ERKStepSStolerances(mem, rtol, atol);
    if (strstr(method, "8")) ERKStepSetOrder(mem, 8);
    else ERKStepSetTableNum(mem, ARKODE_DORMAND_PRINCE_7_4_5);
    ERKStepSetMaxNumSteps(mem, 300000);
    // The forcing of the 2-D problem switches at 1.1: a step ends there.
    if (p->krylov && to > 1.1) { ERKStepSetStopTime(mem, 1.1); flag = ERKStepEvolve(mem, 1.1, y, &t, ARK_NORMAL); ERKStepReset(mem, 1.1, y); }
    ERKStepSetStopTime(mem, to);
    flag = ERKStepEvolve(mem, to, y, &t, ARK_NORMAL);
    ERKStepFree(&mem);
    return flag < 0;
  }
  int adams = strstr(method, "adams") != NULL;
  void *mem = CVodeCreate(adams ? CV_ADAMS : CV_BDF, context);
  CVodeInit(mem, p->rates, from, y);
  CVodeSStolerances(mem, rtol, atol);
  CVodeSetMaxNumSteps(mem, 300000);
  SUNMatrix matrix = NULL;
  SUNLinearSolver solver;
  if (p->krylov) solver = SUNLinSol_SPGMR(y, SUN_PREC_NONE, 30, context);
  else if (p->band) { matrix = SUNBandMatrix(p->size, p->band, p->band, context); solver = SUNLinSol_Band(y, matrix, context); }
  else { matrix = SUNDenseMatrix(p->size, p->size, context); solver = SUNLinSol_Dense(y, matrix, context); }
  CVodeSetLinearSolver(mem, solver, matrix);
  if (p->krylov && to > 1.1) { CVodeSetStopTime(mem, 1.1); CVode(mem, 1.1, y, &t, CV_NORMAL); CVodeReInit(mem, 1.1, y); }
  CVodeSetStopTime(mem, to);
  flag = CVode(mem, to, y, &t, CV_NORMAL);
  CVodeFree(&mem);
  SUNLinSolFree(solver);
  if (matrix) SUNMatDestroy(matrix);
  return flag < 0;
}

static double number(const char *line, const char *key) {
  char pattern[64]; snprintf(pattern, sizeof pattern, "\"%s\":", key);
  const char *at = strstr(line, pattern); return at ? strtod(at + strlen(pattern), NULL) : 0;
}
static void text(const char *line, const char *key, char *out) {
  char pattern[64]; snprintf(pattern, sizeof pattern, "\"%s\":\"", key);
  const char *at = strstr(line, pattern); *out = 0;
  if (at) sscanf(at + strlen(pattern), "%31[^\"]", out);
}

int main(void) {
  // The libraries warn at length where a tolerance is too loose.
  if (!freopen("/dev/null", "w", stderr)) return 1;
  SUNContext context; SUNContext_Create(NULL, &context);
  static char line[4096]; char name[32], method[32];
  while (fgets(line, sizeof line, stdin)) {
    text(line, "problem", name); text(line, "method", method);
    const Problem *p = NULL;
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) if (!strcmp(problems[i].name, name)) p = &problems[i];
    if (!p) { printf("{\"error\":\"no such problem\"}\n"); fflush(stdout); continue; }
    N_Vector y = N_VNew_Serial(p->size, context);
    int batch = (int)number(line, "batch"), failed = 0; if (batch < 1) batch = 1;
    calls = 0;
    struct timespec a, b; clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    for (int i = 0; i < batch && !failed; i++)
      failed = solve(context, p, method, number(line, "rtol"), number(line, "atol"), number(line, "from"), number(line, "to"), y);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    if (failed) printf("{\"error\":\"the integration failed\"}\n");
    else {
      printf("{\"ms\":%.9g,\"evaluations\":%ld,\"y\":[", ((b.tv_sec - a.tv_sec) * 1e3 + (b.tv_nsec - a.tv_nsec) * 1e-6) / batch, calls / batch);
      for (int i = 0; i < p->size; i++) printf("%s%.17g", i ? "," : "", NV_Ith_S(y, i));
      printf("]}\n");
    }
    fflush(stdout);
    N_VDestroy(y);
  }
  return 0;
}
