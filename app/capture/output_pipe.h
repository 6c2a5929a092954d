// SPDX-License-Identifier: Apache-2.0
//
// Standard output of a capture: bytes wait here, up to a limit, until the reader takes them. Writing never waits,
// so a reader that sleeps cannot keep the program from ending.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace synscope::helper {

class OutputPipe {
public:
    enum class State : std::uint8_t {
        Open,
        ReaderGone,
        Failed, ///< error() says why
    };

    /// Of a descriptor that stays the caller's and blocks or does not, which is left as it is. SIGPIPE must be
    /// ignored.
    explicit OutputPipe(int descriptor);
    ~OutputPipe();
    OutputPipe(const OutputPipe&) = delete;
    OutputPipe& operator=(const OutputPipe&) = delete;

    /// Bytes are appended here.
    [[nodiscard]] std::string& buffer() { return m_buffer; }
    /// Enough is waiting: append no more.
    [[nodiscard]] bool isFull() const { return m_buffer.size() - m_written >= kMostWaiting; }
    [[nodiscard]] bool isEmpty() const { return m_buffer.size() == m_written; }
    /// What poll() is asked about, for writing.
    [[nodiscard]] int descriptor() const { return m_descriptor; }

    /// Writes what can be written at once.
    State write();
    /// errno, after Failed.
    [[nodiscard]] int error() const { return m_error; }

private:
    static constexpr std::size_t kMostWaiting = 262144;

    [[nodiscard]] bool mayWrite() const;

    int m_descriptor;
    int m_ownDescriptor = -1; ///< the pipe opened once more, so that not blocking is nobody else's affair
    std::size_t m_mostAtOnce; ///< what a write takes without blocking once poll() says that it may
    std::string m_buffer;
    std::size_t m_written = 0; ///< of m_buffer
    int m_error = 0;
};

} // namespace synscope::helper
