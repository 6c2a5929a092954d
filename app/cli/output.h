// SPDX-License-Identifier: Apache-2.0
//
// Standard output: a buffer written in large pieces, which knows whether anybody still reads. A reader that
// goes away (`| head`) is no error.
#pragma once

#include "app/cli/arguments.h"

#include <cstddef>
#include <streambuf>
#include <string>
#include <string_view>

namespace synscope::cli {

class Output {
public:
    /// Writes to a file descriptor, which stays the caller's. SIGPIPE must be ignored.
    explicit Output(int descriptor) : m_descriptor(descriptor) {}

    /// Text is appended here.
    [[nodiscard]] std::string& buffer() { return m_buffer; }
    /// Writes when enough has gathered. False once nothing more can be written: stop making output.
    bool flushIfFull() { return m_buffer.size() < kFlushBytes ? m_errno == 0 : flush(); }
    /// Writes all that is left; false as above.
    bool flush();

    /// Flushes, and says how the program ends: `status` when all was written, Ok when the reader went away, Failed,
    /// with a line on standard error, when writing failed.
    [[nodiscard]] ExitStatus finish(ExitStatus status);

private:
    static constexpr std::size_t kFlushBytes = 65536;

    int m_descriptor;
    int m_errno = 0; ///< of the write that failed
    std::string m_buffer;
};

/// For code that writes to a std::ostream.
class OutputStreamBuffer : public std::streambuf {
public:
    explicit OutputStreamBuffer(Output& output) : m_output(output) {}

protected:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char* text, std::streamsize size) override;

private:
    Output& m_output;
};

/// One line on standard error: "synscope-cli: MESSAGE". Control characters in it become '?'.
void complain(std::string_view message);
/// Standard error, as it is.
void tell(std::string_view text);

} // namespace synscope::cli
