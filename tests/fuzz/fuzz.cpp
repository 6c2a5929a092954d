// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <sys/mman.h>

namespace synscope::test {

void require(bool holds, std::string_view what) {
    if (holds)
        return;
    std::fputs("does not hold: ", stderr);
    std::fwrite(what.data(), 1, what.size(), stderr);
    std::fputs("\n", stderr);
    std::abort();
}

std::uint8_t FuzzInput::u8() {
    const std::span<const std::uint8_t> one = bytes(1);
    return one.empty() ? std::uint8_t{0} : one[0];
}

std::uint16_t FuzzInput::u16() {
    const unsigned low = u8();
    return static_cast<std::uint16_t>(low | unsigned{u8()} << 8);
}

std::span<const std::uint8_t> FuzzInput::bytes(std::size_t most) {
    const std::span<const std::uint8_t> taken = m_rest.first(std::min(most, m_rest.size()));
    m_rest = m_rest.subspan(taken.size());
    return taken;
}

ExactBytes::ExactBytes(std::span<const std::uint8_t> bytes)
    : m_bytes(std::make_unique<std::byte[]>(bytes.size())), m_size(bytes.size()) {
    std::transform(bytes.begin(), bytes.end(), m_bytes.get(), [](std::uint8_t one) { return std::byte{one}; });
}

FileDescriptor fileOf(std::span<const std::uint8_t> bytes) {
    FileDescriptor file(::memfd_create("fuzz", MFD_CLOEXEC));
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    require(file.isOpen() && writeAll(file.get(), text) == 0, "there is memory for the input");
    return file;
}

std::string pathOf(const FileDescriptor& file) {
    return "/proc/self/fd/" + std::to_string(file.get());
}

} // namespace synscope::test
