#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/child.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = true }; /* which reserves terabytes of addresses */
#else
enum { SANITIZED = false };
#endif

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#define ARCH 0 /* no child may run before linux/audit.h has been asked for its name */
#endif

enum {
    DESCRIPTORS = 64,
    FIRST_OTHER = 4,
    WRITES = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC
};

/* What a program that only reads fonts and draws never asks for. */
static const unsigned DENIED[] = {
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept4,
    SYS_sendto,
    SYS_sendmsg,
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kill,
    SYS_tkill,
    SYS_pidfd_open,
    SYS_pidfd_getfd,
    SYS_openat2,
    SYS_unlinkat,
    SYS_renameat2,
    SYS_linkat,
    SYS_symlinkat,
    SYS_mkdirat,
    SYS_mknodat,
    SYS_fchmodat,
    SYS_fchownat,
    SYS_truncate,
    SYS_mount,
    SYS_unshare,
    SYS_setns,
    SYS_bpf,
    SYS_keyctl,
    SYS_io_uring_setup,
#ifdef __x86_64__
    SYS_open,
    SYS_creat,
    SYS_fork,
    SYS_vfork,
    SYS_unlink,
    SYS_rename,
    SYS_renameat,
    SYS_link,
    SYS_symlink,
    SYS_mkdir,
    SYS_rmdir,
    SYS_mknod,
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
    SYS_accept,
#endif
};
enum { DENIED_N = sizeof DENIED / sizeof *DENIED };

/* Half of an argument, the low one: all flags are there. */
static struct sock_filter
load(size_t at)
{
    return (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)at);
}

static struct sock_filter
unless(uint16_t test, uint32_t value, uint8_t skip)
{
    return (struct sock_filter)BPF_JUMP(BPF_JMP | test | BPF_K, value, 0, skip);
}

static struct sock_filter
end(uint32_t verdict)
{
    return (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict);
}

/* A refused call fails like one of a file that is not writable: a library that tries to
 * write a cache of fonts goes on without. */
static int
deny_calls(void)
{
    enum { FIXED = 13 };
    struct sock_filter code[FIXED + 2 * DENIED_N];
    struct sock_fprog program = { .filter = code };
    size_t n = 0;

    code[n++] = load(offsetof(struct seccomp_data, arch));
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0);
    code[n++] = end(SECCOMP_RET_KILL_PROCESS);
    code[n++] = load(offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < DENIED_N; i++) {
        code[n++] = unless(BPF_JEQ, DENIED[i], 1);
        code[n++] = end(SECCOMP_RET_ERRNO | EACCES);
    }
    code[n++] = unless(BPF_JEQ, SYS_openat, 3);
    code[n++] = load(offsetof(struct seccomp_data, args[2]));
    code[n++] = unless(BPF_JSET, WRITES, 1);
    code[n++] = end(SECCOMP_RET_ERRNO | EACCES);
    code[n++] = load(offsetof(struct seccomp_data, nr));
    /* the other way of numbering calls on this machine */
    code[n++] = unless(BPF_JGE, 0x40000000, 1);
    code[n++] = end(SECCOMP_RET_ERRNO | EACCES);
    code[n++] = end(SECCOMP_RET_ALLOW);
    program.len = (unsigned short)n;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static int
limit(int what, size_t n)
{
    return setrlimit((__rlimit_resource_t)what, &(const struct rlimit){ n, n });
}

enum err
child_confine(const struct child_limits *l)
{
    if (!ARCH || prctl(PR_SET_PDEATHSIG, SIGKILL) ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || close_range(FIRST_OTHER, ~0U, 0) ||
        limit(RLIMIT_CPU, l->seconds) || limit(RLIMIT_FSIZE, l->file) ||
        limit(RLIMIT_CORE, 0) || limit(RLIMIT_NOFILE, DESCRIPTORS) ||
        (!SANITIZED && limit(RLIMIT_AS, l->memory)) || deny_calls())
        return ERR_DOWN;
    return OK;
}
