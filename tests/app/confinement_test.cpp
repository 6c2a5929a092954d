// SPDX-License-Identifier: Apache-2.0
//
// What a confined program is refused, tried in a child that confines itself, and what it still may.
#include "app/capture/confinement.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <linux/sockios.h>
#include <net/if.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace synscope::helper {
namespace {

constexpr int kNotConfined = 100;
constexpr int kWorked = 101;

/// The errno with which `call` (negative or MAP_FAILED: failed) ends in a confined child; kWorked where it does not
/// fail.
int triedConfined(const std::function<long()>& call) {
    const pid_t child = ::fork();
    if (child == 0) {
        (void)::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (confine() || ::prctl(PR_GET_SECCOMP) != -1) // which a confined program may not even ask
            ::_exit(kNotConfined);
        ::_exit(call() < 0 ? errno : kWorked);
    }
    int status = 0;
    (void)::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

long toLong(const void* memory) {
    return memory == MAP_FAILED ? -1 : 0;
}

void* mapped(int protection) {
    return ::mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

class Confinement : public testing::Test {
protected:
    void SetUp() override {
        if (!kIsConfinable)
            GTEST_SKIP() << "the sanitizers, and who counts lines, ask for more than a confined program may";
        if (::prctl(PR_GET_SECCOMP) < 0)
            GTEST_SKIP() << "this kernel has no seccomp filters";
    }
};

TEST_F(Confinement, RefusesFiles) {
    EXPECT_EQ(triedConfined([] { return ::open("/dev/null", O_RDONLY); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::open("/tmp/synscope-confined", O_WRONLY | O_CREAT, 0600); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::unlink("/tmp/synscope-confined"); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::access("/", F_OK); }), EPERM);
}

TEST_F(Confinement, RefusesPrograms) {
    EXPECT_EQ(triedConfined([] {
                  char name[] = "/bin/true";
                  char* words[] = {name, nullptr};
                  return ::execv(name, words);
              }),
              EPERM);
    EXPECT_EQ(triedConfined([] { return ::fork(); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::kill(::getppid(), 0); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); }), EPERM);
}

TEST_F(Confinement, RefusesTheNetwork) {
    EXPECT_EQ(triedConfined([] { return ::socket(AF_INET, SOCK_STREAM, 0); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::socket(AF_PACKET, SOCK_RAW, 0); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::connect(0, nullptr, 0); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::sendto(0, "x", 1, 0, nullptr, 0); }), EPERM);
}

TEST_F(Confinement, RefusesToLoosenItself) {
    EXPECT_EQ(triedConfined([] { return ::setuid(0); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::syscall(0x40000000 + 41, AF_INET, SOCK_STREAM, 0); }), EPERM); // x32
}

TEST_F(Confinement, RefusesMemoryThatMayBeRun) {
    EXPECT_EQ(triedConfined([] { return toLong(mapped(PROT_READ | PROT_WRITE | PROT_EXEC)); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::mprotect(mapped(PROT_READ | PROT_WRITE), 4096, PROT_READ | PROT_EXEC); }),
              EPERM);
}

TEST_F(Confinement, RefusesQuestionsAboutTheTerminalAndInterfacesButWhetherOneIsThere) {
    ifreq lo{"lo", {}};
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(triedConfined([&] { return ::ioctl(socket, SIOCGIFINDEX, &lo); }), kWorked);
    EXPECT_EQ(triedConfined([&] { return ::ioctl(socket, SIOCSIFFLAGS, &lo); }), EPERM);
    EXPECT_EQ(triedConfined([] { return ::ioctl(0, TIOCSTI, "x"); }), EPERM);
    ::close(socket);
}

TEST_F(Confinement, LetsReadWriteWaitAndAllocate) {
    int ends[2] = {-1, -1};
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    EXPECT_EQ(triedConfined([&] { return ::write(ends[1], "x", 1); }), kWorked);
    char letter = 0;
    EXPECT_EQ(triedConfined([&] { return ::read(ends[0], &letter, 1); }), kWorked);
    EXPECT_EQ(triedConfined([&] {
                  pollfd question{ends[1], POLLOUT, 0};
                  return ::poll(&question, 1, 0);
              }),
              kWorked);
    EXPECT_EQ(triedConfined([] { return toLong(mapped(PROT_READ | PROT_WRITE)); }), kWorked);
    EXPECT_EQ(triedConfined([] { return std::vector<char>(100'000'000, 'x').back() == 'x' ? 0 : -1; }), kWorked);
    ::close(ends[0]);
    ::close(ends[1]);
}

} // namespace
} // namespace synscope::helper
