// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shape_options.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <system_error>
#include <variant>

namespace synscope::bench {
namespace {

struct ShapeOption {
    std::string_view name;
    std::variant<std::uint32_t CaptureShape::*, std::uint64_t CaptureShape::*> field;
    std::string_view help;
};

constexpr std::array kShapeOptions{
    ShapeOption{"connections", &CaptureShape::connections, "how many, elephants among them"},
    ShapeOption{"packets", &CaptureShape::packets, "of the connections; at least 8 each are written"},
    ShapeOption{"concurrent", &CaptureShape::concurrent, "connections open at the same time"},
    ShapeOption{"leakPercent", &CaptureShape::leakPercent, "connections that the server never closes"},
    ShapeOption{"resetPercent", &CaptureShape::resetPercent, "connections that end with RST"},
    ShapeOption{"lossPercent", &CaptureShape::lossPercent, "data segments that are sent twice"},
    ShapeOption{"reorderPercent", &CaptureShape::reorderPercent, "data segments whose second half comes first"},
    ShapeOption{"v6Percent", &CaptureShape::v6Percent, "connections over IPv6"},
    ShapeOption{"reusePercent", &CaptureShape::reusePercent, "connections on ports that were in use before"},
    ShapeOption{"elephants", &CaptureShape::elephants, "connections whose server sends at full speed"},
    ShapeOption{"elephantPackets", &CaptureShape::elephantPackets, "of each elephant, of the packets above"},
    ShapeOption{"floodSyns", &CaptureShape::floodSyns, "SYNs that nobody answers, besides"},
    ShapeOption{"seed", &CaptureShape::seed, "another one gives other numbers"},
};

template <typename Number>
bool readNumber(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

} // namespace

bool setShape(CaptureShape& shape, std::string_view option) {
    const std::size_t equals = option.find('=');
    if (equals == std::string_view::npos)
        return false;
    for (const ShapeOption& known : kShapeOptions)
        if (known.name == option.substr(0, equals))
            return std::visit([&](auto field) { return readNumber(option.substr(equals + 1), shape.*field); },
                              known.field);
    return false;
}

std::string shapeHelp() {
    constexpr std::size_t kColumn = 18;
    std::string help;
    for (const ShapeOption& option : kShapeOptions) {
        help += "  " + std::string(option.name) + std::string(kColumn - option.name.size(), ' ');
        help += std::string(option.help) + "\n";
    }
    return help;
}

} // namespace synscope::bench
