// SPDX-License-Identifier: Apache-2.0
#include "core/export/svg.h"

#include "core/export/escape.h"

#include <cmath>
#include <map>
#include <numbers>
#include <string>

namespace synscope {
namespace {

// Fonts with Latin letters first: the Chinese ones hold them too, but with full-width punctuation.
constexpr std::string_view kWordFonts = "Inter, 'Noto Sans', 'DejaVu Sans', system-ui, 'Noto Sans CJK SC', "
                                        "'WenQuanYi Micro Hei', sans-serif";
constexpr std::string_view kNumberFonts = "'JetBrains Mono', 'DejaVu Sans Mono', 'Noto Sans Mono', monospace";
constexpr double kHeadLength = 9;
constexpr double kHeadHalf = 3.8;
constexpr double kCrossHalf = 4.5;

/// At most two decimals, without trailing zeros and without the locale.
std::string number(double value) {
    const long long hundredths = std::llround(value * 100);
    const long long magnitude = hundredths < 0 ? -hundredths : hundredths;
    std::string text = (hundredths < 0 ? "-" : "") + std::to_string(magnitude / 100);
    if (const long long rest = magnitude % 100; rest != 0) {
        text += '.';
        text += static_cast<char>('0' + rest / 10);
        if (rest % 10 != 0)
            text += static_cast<char>('0' + rest % 10);
    }
    return text;
}

class SvgWriter {
public:
    SvgWriter(std::ostream& out, const Picture& picture, Theme theme)
        : m_out(out), m_picture(picture), m_theme(theme) {}

    void write() {
        const std::string size = number(m_picture.width) + "\" height=\"" + number(m_picture.height);
        m_out << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << size << "\" viewBox=\"0 0 "
              << number(m_picture.width) << ' ' << number(m_picture.height)
              << "\" role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">" << escapeXml(m_picture.title)
              << "</title>\n<desc id=\"desc\">" << escapeXml(m_picture.description) << "</desc>\n";
        writeDefinitions();
        const Ink ground = m_theme == Theme::Print ? Ink::Background : Ink::Surface;
        m_out << "<rect width=\"" << size << "\" fill=\"" << hexText(colourOf(Brush{ground}, m_theme)) << "\"/>\n";
        for (const Shape& shape : m_picture.shapes)
            std::visit([this](const auto& s) { writeShape(s); }, shape);
        m_out << "</svg>\n";
    }

private:
    [[nodiscard]] std::string paint(Brush brush) const { return hexText(colourOf(brush, m_theme)); }

    /// Styles, and one hatch for each fill that is hatched.
    void writeDefinitions() {
        m_out << "<style>.w{font-family:" << kWordFonts << "}.n{font-family:" << kNumberFonts
              << ";white-space:pre}.b{font-weight:700}</style>\n";
        std::map<std::string, const BoxShape*> hatched;
        for (const Shape& shape : m_picture.shapes) {
            const auto* box = std::get_if<BoxShape>(&shape);
            if (box != nullptr && box->hatched)
                hatched.emplace(hatchId(*box), box);
        }
        if (hatched.empty())
            return;
        m_out << "<defs>\n";
        for (const auto& [id, box] : hatched)
            m_out
                << "<pattern id=\"" << id
                << "\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect "
                   "width=\"5\" height=\"5\" fill=\""
                << paint(box->fill) << "\"/><rect width=\"2\" height=\"5\" fill=\"" << paint(box->hatch)
                << "\" fill-opacity=\"0.55\"/></pattern>\n";
        m_out << "</defs>\n";
    }

    [[nodiscard]] std::string hatchId(const BoxShape& box) const {
        const std::string lines = box.hatch.ink == Ink::MutedText ? "" : '-' + paint(box.hatch).substr(1);
        return "hatch-" + paint(box.fill).substr(1) + lines;
    }

    /// Closes an element, with its tip inside when it has one.
    void finish(std::string_view element, const std::string& tip) {
        if (tip.empty())
            m_out << "/>\n";
        else
            m_out << "><title>" << escapeXml(tip) << "</title></" << element << ">\n";
    }

    void writeShape(const BoxShape& box) {
        m_out << "<rect x=\"" << number(box.rect.x) << "\" y=\"" << number(box.rect.y) << "\" width=\""
              << number(box.rect.width) << "\" height=\"" << number(box.rect.height) << '"';
        if (box.radius > 0)
            m_out << " rx=\"" << number(box.radius) << '"';
        if (!box.filled)
            m_out << " fill=\"none\"";
        else if (box.hatched)
            m_out << " fill=\"url(#" << hatchId(box) << ")\"";
        else
            m_out << " fill=\"" << paint(box.fill) << '"';
        if (box.bordered)
            m_out << " stroke=\"" << paint(box.border) << '"' << dashText(box.borderDash);
        finish("rect", box.tip);
    }

    void writeShape(const LineShape& line) {
        const double dx = line.to.x - line.from.x;
        const double dy = line.to.y - line.from.y;
        const double length = std::hypot(dx, dy);
        const Point along = length > 0 ? Point{dx / length, dy / length} : Point{1, 0};
        // The head covers the last pixels: a line that went on to the tip would blunt it.
        const double cut = line.arrowHead && !line.isOpenHead ? std::min(length, kHeadLength - 1) : 0;
        const Point end{line.to.x - along.x * cut, line.to.y - along.y * cut};
        if (!line.tip.empty())
            m_out << "<g><title>" << escapeXml(line.tip) << "</title>\n";
        m_out << "<line x1=\"" << number(line.from.x) << "\" y1=\"" << number(line.from.y) << "\" x2=\""
              << number(end.x) << "\" y2=\"" << number(end.y) << "\" stroke=\"" << paint(line.brush)
              << "\" stroke-width=\"" << number(line.width) << '"' << dashText(line.dash) << "/>\n";
        if (line.arrowHead)
            writeHead(line, along);
        if (line.cross)
            writeCross(line);
        if (!line.tip.empty())
            m_out << "</g>\n";
    }

    static std::string dashText(Dash dash) {
        std::string lengths;
        for (const double length : dashLengths(dash))
            lengths += (lengths.empty() ? "" : " ") + number(length);
        return lengths.empty() ? lengths : " stroke-dasharray=\"" + lengths + '"';
    }

    void writeHead(const LineShape& line, Point along) {
        const double scale = 1 + (line.width - 1.4) / 4; // bolder lines get a slightly larger head
        const Point base{line.to.x - along.x * kHeadLength * scale, line.to.y - along.y * kHeadLength * scale};
        const Point across{-along.y * kHeadHalf * scale, along.x * kHeadHalf * scale};
        if (line.isOpenHead) {
            m_out << "<path d=\"M" << number(base.x + across.x) << ' ' << number(base.y + across.y) << 'L'
                  << number(line.to.x) << ' ' << number(line.to.y) << 'L' << number(base.x - across.x) << ' '
                  << number(base.y - across.y) << "\" stroke=\"" << paint(line.brush)
                  << "\" stroke-width=\"1.4\" fill=\"none\"/>\n";
            return;
        }
        m_out << "<path d=\"M" << number(line.to.x) << ' ' << number(line.to.y) << 'L' << number(base.x + across.x)
              << ' ' << number(base.y + across.y) << 'L' << number(base.x - across.x) << ' '
              << number(base.y - across.y) << "Z\" fill=\"" << paint(line.brush) << "\"/>\n";
    }

    void writeCross(const LineShape& line) {
        const auto stroke = [&](double sign) {
            return 'M' + number(line.to.x - kCrossHalf) + ' ' + number(line.to.y - sign * kCrossHalf) + 'L' +
                   number(line.to.x + kCrossHalf) + ' ' + number(line.to.y + sign * kCrossHalf);
        };
        m_out << "<path d=\"" << stroke(1) << stroke(-1) << "\" stroke=\"" << paint(line.brush)
              << "\" stroke-width=\"1.8\" fill=\"none\"/>\n";
    }

    void writeShape(const TextShape& text) {
        const bool numbers = text.face == Face::Numbers || text.face == Face::NumbersBold;
        const bool bold = text.face == Face::WordsBold || text.face == Face::NumbersBold;
        m_out << "<text x=\"" << number(text.at.x) << "\" y=\"" << number(text.at.y) << "\" class=\""
              << (numbers ? "n" : "w") << (bold ? " b" : "") << "\" font-size=\"" << number(text.size) << "\" fill=\""
              << paint(text.brush) << '"' << anchorText(text.anchor);
        if (text.degrees != 0)
            m_out << " transform=\"rotate(" << number(text.degrees) << ' ' << number(text.at.x) << ' '
                  << number(text.at.y) << ")\"";
        if (text.struck)
            m_out << " text-decoration=\"line-through\"";
        m_out << '>' << escapeXml(text.text) << "</text>\n";
    }

    static std::string_view anchorText(Anchor anchor) {
        switch (anchor) {
        case Anchor::Start:
            return "";
        case Anchor::Middle:
            return " text-anchor=\"middle\"";
        case Anchor::End:
            return " text-anchor=\"end\"";
        }
        return "";
    }

    std::ostream& m_out;
    const Picture& m_picture;
    Theme m_theme;
};

} // namespace

void writeSvg(std::ostream& out, const Picture& picture, Theme theme) {
    SvgWriter(out, picture, theme).write();
}

} // namespace synscope
