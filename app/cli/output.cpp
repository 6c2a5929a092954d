// SPDX-License-Identifier: Apache-2.0
//
// Writing to descriptors: see output.h.
#include "app/cli/output.h"

#include "core/capture/file_descriptor.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace synscope::cli {
namespace {} // namespace

bool Output::flush() {
    if (m_errno == 0)
        m_errno = writeAll(m_descriptor, m_buffer);
    m_buffer.clear();
    return m_errno == 0;
}

ExitStatus Output::finish(ExitStatus status) {
    if (flush())
        return status;
    if (m_errno == EPIPE)
        return ExitStatus::Ok;
    complain("standard output cannot be written: " + std::generic_category().message(m_errno));
    return ExitStatus::Failed;
}

OutputStreamBuffer::int_type OutputStreamBuffer::overflow(int_type character) {
    if (traits_type::eq_int_type(character, traits_type::eof()))
        return traits_type::not_eof(character);
    m_output.buffer().push_back(traits_type::to_char_type(character));
    return m_output.flushIfFull() ? character : traits_type::eof();
}

std::streamsize OutputStreamBuffer::xsputn(const char* text, std::streamsize size) {
    m_output.buffer().append(text, static_cast<std::size_t>(size));
    return m_output.flushIfFull() ? size : 0;
}

void complain(std::string_view message) {
    std::string line = "synscope-cli: ";
    line += message;
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    std::replace_if(line.begin(), line.end(), isControl, '?');
    line.push_back('\n');
    tell(line);
}

void tell(std::string_view text) {
    (void)writeAll(STDERR_FILENO, text); // there is nowhere left to say that this failed
}

} // namespace synscope::cli
