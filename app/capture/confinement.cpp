// SPDX-License-Identifier: Apache-2.0
//
// The filter is a list of what is let through; of two, an argument is judged as well. Numbers of calls are an
// architecture's own, so one that is not named here has no filter.
#include "app/capture/confinement.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace synscope::helper {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0;
#endif

/// On descriptors that are open, on memory, on time; and to end.
constexpr std::array kAllowed{
#ifdef SYS_poll
    SYS_poll,
#endif
    SYS_ppoll,
    SYS_read,
    SYS_write,
    SYS_writev,
    SYS_close,
    SYS_recvfrom,
    SYS_recvmsg,
    SYS_getsockopt,
    SYS_getsockname,
    SYS_fstat,
    SYS_lseek,
    SYS_pread64,
    SYS_clock_gettime,
    SYS_gettimeofday,
    SYS_brk,
    SYS_munmap,
    SYS_mremap,
    SYS_madvise,
    SYS_futex,
    SYS_rt_sigreturn,
    SYS_rt_sigprocmask,
    SYS_restart_syscall,
    SYS_exit,
    SYS_exit_group,
};

/// What libpcap asks of an interface that may have gone: its name and flags.
constexpr std::array<std::uint32_t, 3> kAllowedQuestions{SIOCGIFNAME, SIOCGIFFLAGS, SIOCGIFINDEX};

constexpr std::uint32_t kRefuse = SECCOMP_RET_ERRNO | EPERM;

/// Instructions as linux/bpf_common.h has them; jumps count from the next one.
class FilterProgram {
public:
    void load(std::uint32_t offset) { m_steps.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)); }
    void answer(std::uint32_t what) { m_steps.push_back(BPF_STMT(BPF_RET | BPF_K, what)); }
    /// Answers with `what` where the loaded word is the value.
    void answerIf(std::uint32_t value, std::uint32_t what) {
        m_steps.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
        answer(what);
    }
    void answerUnless(std::uint32_t value, std::uint32_t what) {
        m_steps.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0));
        answer(what);
    }
    void answerIfAnyOf(std::uint32_t bits, std::uint32_t what) {
        m_steps.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
        answer(what);
    }
    /// The steps that follow until the mark is set are for this call alone.
    [[nodiscard]] std::size_t beginCall(long number) {
        m_steps.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(number), 0, 0));
        return m_steps.size();
    }
    void endCall(std::size_t begin) { m_steps[begin - 1].jf = static_cast<std::uint8_t>(m_steps.size() - begin); }

    [[nodiscard]] sock_fprog program() { return {static_cast<unsigned short>(m_steps.size()), m_steps.data()}; }

private:
    std::vector<sock_filter> m_steps;
};

constexpr std::uint32_t argument(std::size_t which) {
    return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + which * sizeof(std::uint64_t)); // its lower half
}

FilterProgram makeFilter() {
    FilterProgram filter;
    filter.load(offsetof(seccomp_data, arch));
    filter.answerUnless(kArchitecture, kRefuse);
    filter.load(offsetof(seccomp_data, nr));
    for (const long number : kAllowed)
        filter.answerIf(static_cast<std::uint32_t>(number), SECCOMP_RET_ALLOW);
    const std::size_t mapping = filter.beginCall(SYS_mmap);
    filter.load(argument(2));
    filter.answerIfAnyOf(PROT_EXEC, kRefuse);
    filter.answer(SECCOMP_RET_ALLOW);
    filter.endCall(mapping);
    const std::size_t asking = filter.beginCall(SYS_ioctl);
    filter.load(argument(1));
    for (const std::uint32_t question : kAllowedQuestions)
        filter.answerIf(question, SECCOMP_RET_ALLOW);
    filter.answer(kRefuse);
    filter.endCall(asking);
    filter.answer(kRefuse);
    return filter;
}

bool isRefused() {
    const int descriptor = ::open("/", O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0)
        ::close(descriptor);
    return descriptor < 0 && errno == EPERM;
}

} // namespace

std::optional<std::string> confine() {
    if (kArchitecture == 0 || !kIsConfinable)
        return std::nullopt;
    FilterProgram filter = makeFilter();
    const sock_fprog program = filter.program();
    if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) {
        if (errno == EINVAL || errno == ENOSYS) // a kernel without
            return std::nullopt;
        return std::string("what the program asks of the kernel cannot be limited: ") + std::strerror(errno);
    }
    if (!isRefused())
        return "what the program asks of the kernel is not limited";
    return std::nullopt;
}

void closeInherited() {
    ::closefrom(STDERR_FILENO + 1);
}

} // namespace synscope::helper
