// SPDX-License-Identifier: Apache-2.0
#include "core/engine/helper_trouble.h"

#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>

#include <grp.h>
#include <sys/stat.h>

namespace synscope {
namespace {

void appendUtf8(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xc0 | code >> 6);
        out += static_cast<char>(0x80 | (code & 0x3f));
    } else {
        out += static_cast<char>(0xe0 | code >> 12);
        out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (code & 0x3f));
    }
}

/// One object whose values are strings, which is all that the helper writes there.
class FlatObject {
public:
    explicit FlatObject(std::string_view text) : m_rest(text) {}

    /// False when the text is no such object.
    bool readInto(CaptureTrouble& trouble) {
        if (!take('{'))
            return false;
        do {
            const std::optional<std::string> key = string();
            if (!key || !take(':'))
                return false;
            std::optional<std::string> value = string();
            if (!value)
                return false;
            if (std::string* const field = fieldOf(trouble, *key))
                *field = std::move(*value);
        } while (take(','));
        return take('}') && m_rest.find_first_not_of(kSpace) == std::string_view::npos;
    }

private:
    static constexpr std::string_view kSpace = " \t\r\n";

    static std::string* fieldOf(CaptureTrouble& trouble, std::string_view key) {
        if (key == "code")
            return &trouble.code;
        if (key == "message")
            return &trouble.message;
        if (key == "interface")
            return &trouble.interface;
        return key == "hint" ? &trouble.hint : nullptr;
    }

    bool take(char wanted) {
        const std::size_t begin = m_rest.find_first_not_of(kSpace);
        if (begin == std::string_view::npos || m_rest[begin] != wanted)
            return false;
        m_rest.remove_prefix(begin + 1);
        return true;
    }

    std::optional<std::string> string() {
        if (!take('"'))
            return std::nullopt;
        std::string text;
        while (!m_rest.empty() && m_rest.front() != '"') {
            const char c = m_rest.front();
            m_rest.remove_prefix(1);
            if (c != '\\')
                text += c;
            else if (!escape(text))
                return std::nullopt;
        }
        if (!take('"'))
            return std::nullopt;
        return text;
    }

    bool escape(std::string& text) {
        constexpr std::string_view kLetters = "\"\\/bfnrt";
        constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
        if (m_rest.empty())
            return false;
        const char letter = m_rest.front();
        m_rest.remove_prefix(1);
        if (letter == 'u')
            return codePoint(text);
        const std::size_t place = kLetters.find(letter);
        if (place == std::string_view::npos)
            return false;
        text += kMeanings[place];
        return true;
    }

    bool codePoint(std::string& text) {
        constexpr std::size_t kDigits = 4;
        if (m_rest.size() < kDigits)
            return false;
        unsigned code = 0;
        const char* const end = m_rest.data() + kDigits;
        if (std::from_chars(m_rest.data(), end, code, 16).ptr != end)
            return false;
        m_rest.remove_prefix(kDigits);
        appendUtf8(text, code);
        return true;
    }

    std::string_view m_rest;
};

/// The group whose members may run `path`, where it is for them alone.
std::string groupThatMay(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || (status.st_mode & S_IXGRP) == 0)
        return {};
    const group* const owners = ::getgrgid(status.st_gid);
    return owners != nullptr ? owners->gr_name : std::string();
}

} // namespace

CaptureTrouble parseTrouble(std::string_view line) {
    CaptureTrouble trouble;
    if (FlatObject(line).readInto(trouble) && !trouble.code.empty() && !trouble.message.empty())
        return trouble;
    return {"capture-failed", std::string(line), {}, {}};
}

CaptureTrouble startTrouble(const std::string& path, int errorNumber) {
    CaptureTrouble trouble{"no-helper", path + ": " + std::generic_category().message(errorNumber), {}, {}};
    const std::string group = errorNumber == EACCES ? groupThatMay(path) : std::string();
    if (group.empty())
        return trouble;
    trouble.message = path + " may be run by members of the group " + group + " only";
    trouble.hint = "sudo usermod --append --groups " + group + " $USER";
    return trouble;
}

} // namespace synscope
