/* A libnvidia-ml.so.1 whose GPUs are the lines of the file "gpus" beside it, read at each call:
 *   <uuid> <MiB in all> <MiB in use> <percent busy> <degrees> <ok|lost|mig|part>
 * A GPU in state "mig" is divided; the lines "part" after it are its instances. A "lost" one answers no question.
 * Without the file, the driver does not start. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { OK = 0, NOT_SUPPORTED = 3, NOT_FOUND = 6, DRIVER_NOT_LOADED = 9, LOST = 15, MOST = 64 };

typedef struct { char uuid[80]; unsigned long long total, used; unsigned busy, degrees; char state[8]; } gpu;
typedef struct { unsigned long long total, free, used; } memory;
typedef struct { unsigned gpu, memory; } rates;

/* A handle points to the UUID of its GPU, so that it outlives changes of the file. */
static char handles[MOST][80];

static int read_gpus(gpu *all) {
    Dl_info self;
    char folder[PATH_MAX], path[PATH_MAX + 8];
    dladdr((void *) read_gpus, &self);
    snprintf(folder, sizeof folder, "%s", self.dli_fname);
    snprintf(path, sizeof path, "%s/gpus", dirname(folder));
    FILE *file = fopen(path, "r");
    if (!file) return -1;
    int n = 0;
    while (n < MOST && fscanf(file, "%79s %llu %llu %u %u %7s", all[n].uuid, &all[n].total, &all[n].used,
                &all[n].busy, &all[n].degrees, all[n].state) == 6) n++;
    fclose(file);
    return n;
}

static int find(void *handle, gpu *found) {
    gpu all[MOST];
    int n = read_gpus(all);
    for (int i = 0; i < n; i++)
        if (!strcmp(all[i].uuid, handle)) {
            *found = all[i];
            return strcmp(all[i].state, "lost") ? OK : LOST;
        }
    return LOST;
}

static int is_part(const gpu *g) { return !strcmp(g->state, "part"); }

static void *handle_of(const gpu *g) {
    for (int i = 0; i < MOST; i++) {
        if (!handles[i][0]) strcpy(handles[i], g->uuid);
        if (!strcmp(handles[i], g->uuid)) return handles[i];
    }
    return NULL;
}

int nvmlInit_v2(void) { gpu all[MOST]; return read_gpus(all) < 0 ? DRIVER_NOT_LOADED : OK; }
int nvmlSystemGetDriverVersion(char *text, unsigned length) { snprintf(text, length, "575.57"); return OK; }

int nvmlDeviceGetCount_v2(unsigned *count) {
    gpu all[MOST];
    *count = 0;
    for (int i = 0, n = read_gpus(all); i < n; i++) *count += !is_part(&all[i]);
    return OK;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **handle) {
    gpu all[MOST];
    for (int i = 0, n = read_gpus(all); i < n; i++)
        if (!is_part(&all[i]) && index-- == 0) { *handle = handle_of(&all[i]); return OK; }
    return NOT_FOUND;
}

int nvmlDeviceGetUUID(void *handle, char *text, unsigned length) {
    gpu g;
    int status = find(handle, &g);
    if (status == OK) snprintf(text, length, "%s", g.uuid);
    return status;
}

int nvmlDeviceGetName(void *handle, char *text, unsigned length) {
    gpu g;
    int status = find(handle, &g);
    if (status == OK) snprintf(text, length, is_part(&g) ? "Fake H100 MIG 1g.10gb" : "Fake H100");
    return status;
}

int nvmlDeviceGetMemoryInfo(void *handle, memory *m) {
    gpu g;
    int status = find(handle, &g);
    if (status == OK) *m = (memory) {g.total << 20, (g.total - g.used) << 20, g.used << 20};
    return status;
}

int nvmlDeviceGetUtilizationRates(void *handle, rates *r) {
    gpu g;
    int status = find(handle, &g);
    if (status == OK && is_part(&g)) return NOT_SUPPORTED;
    if (status == OK) *r = (rates) {g.busy, g.busy};
    return status;
}

int nvmlDeviceGetTemperature(void *handle, int sensor, unsigned *degrees) {
    gpu g;
    int status = find(handle, &g);
    if (status == OK && (is_part(&g) || sensor)) return NOT_SUPPORTED;
    if (status == OK) *degrees = g.degrees;
    return status;
}

int nvmlDeviceGetCudaComputeCapability(void *handle, int *major, int *minor) { *major = 9; *minor = 0; return OK; }

int nvmlDeviceGetMigMode(void *handle, unsigned *current, unsigned *pending) {
    gpu g;
    int status = find(handle, &g);
    *current = *pending = status == OK && !strcmp(g.state, "mig");
    return status;
}

int nvmlDeviceGetMaxMigDeviceCount(void *handle, unsigned *count) { *count = 7; return OK; }

int nvmlDeviceGetMigDeviceHandleByIndex(void *handle, unsigned index, void **instance) {
    gpu all[MOST];
    int inside = 0;
    for (int i = 0, n = read_gpus(all); i < n; i++) {
        if (!is_part(&all[i])) inside = !strcmp(all[i].uuid, handle);
        else if (inside && index-- == 0) { *instance = handle_of(&all[i]); return OK; }
    }
    return NOT_FOUND;
}
