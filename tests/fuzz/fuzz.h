// SPDX-License-Identifier: Apache-2.0
//
// What the fuzzers share: a reader of the bytes they are given, and how they say that something does not hold. A fuzzer
// is linked with libFuzzer, or with replay_main.cpp, which runs the files it is given.
#pragma once

#include "core/capture/file_descriptor.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace synscope::test {

/// Ends the program with the words where `holds` is false: for libFuzzer, that is a crash.
void require(bool holds, std::string_view what);

/// Hands out an input piece by piece; zeros when there is no more.
class FuzzInput {
public:
    FuzzInput(const std::uint8_t* data, std::size_t size) : m_rest(data, size) {}

    [[nodiscard]] bool isEmpty() const { return m_rest.empty(); }
    std::uint8_t u8();
    std::uint16_t u16();
    /// At most so many bytes.
    std::span<const std::uint8_t> bytes(std::size_t most);
    std::span<const std::uint8_t> rest() { return bytes(m_rest.size()); }

private:
    std::span<const std::uint8_t> m_rest;
};

/// A copy that ends where its memory ends, so that a sanitizer sees a read beyond it.
class ExactBytes {
public:
    explicit ExactBytes(std::span<const std::uint8_t> bytes);
    [[nodiscard]] std::span<const std::byte> bytes() const { return {m_bytes.get(), m_size}; }
    [[nodiscard]] std::string_view text() const { return {reinterpret_cast<const char*>(m_bytes.get()), m_size}; }

private:
    std::unique_ptr<std::byte[]> m_bytes;
    std::size_t m_size;
};

/// A regular file in memory with these bytes.
[[nodiscard]] FileDescriptor fileOf(std::span<const std::uint8_t> bytes);
/// By which name open() finds it.
[[nodiscard]] std::string pathOf(const FileDescriptor& file);

} // namespace synscope::test
