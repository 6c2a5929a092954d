// SPDX-License-Identifier: Apache-2.0
#include "core/capture/file_descriptor.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <thread>
#include <unistd.h>

namespace synscope::test {
namespace {

TEST(WriteAll, WritesMoreThanAPipeHoldsAtOnce) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const FileDescriptor in(ends[0]);
    FileDescriptor out(ends[1]);
    const std::string text(300'000, 'x');
    std::string seen;
    std::thread reader([&] {
        char buffer[4096];
        for (ssize_t n = ::read(in.get(), buffer, sizeof(buffer)); n > 0; n = ::read(in.get(), buffer, sizeof(buffer)))
            seen.append(buffer, static_cast<std::size_t>(n));
    });
    EXPECT_EQ(writeAll(out.get(), text), 0);
    out = FileDescriptor();
    reader.join();
    EXPECT_EQ(seen, text);
}

TEST(WriteAll, TellsWhyItFailed) {
    EXPECT_EQ(writeAll(-1, "x"), EBADF);
    EXPECT_EQ(writeAll(-1, ""), 0) << "nothing to write";
}

} // namespace
} // namespace synscope::test
