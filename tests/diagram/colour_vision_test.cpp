// SPDX-License-Identifier: Apache-2.0
//
// Whether the states' colours can be told apart without one of the three kinds of cones. Simulated as Machado, Oliveira
// and Fernandes do ("A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1), in
// linear RGB; distances are those of CIELAB (CIE 1976), in which about 2.3 is just noticeable.
#include "core/diagram/theme.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

namespace synscope::test {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

struct Vision {
    const char* name;
    Matrix matrix;
};

constexpr std::array<Vision, 4> kVisions{{
    {"all cones", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protanopia",
     {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
    {"deuteranopia",
     {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
    {"tritanopia",
     {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}},
}};

Vector times(const Matrix& matrix, const Vector& v) {
    Vector product{};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            product[row] += matrix[row][column] * v[column];
    return product;
}

double linear(std::uint8_t value) {
    const double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

/// CIELAB under daylight (D65) of linear sRGB.
Vector labOf(const Vector& rgb) {
    constexpr Matrix kToXyz{
        {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
    constexpr Vector kWhite{0.95047, 1, 1.08883};
    const Vector xyz = times(kToXyz, rgb);
    Vector f{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double t = xyz[i] / kWhite[i];
        f[i] = t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116;
    }
    return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

Vector seen(Colour colour, const Vision& vision) {
    Vector rgb = times(vision.matrix, {linear(colour.red), linear(colour.green), linear(colour.blue)});
    for (double& part : rgb)
        part = std::min(1.0, std::max(0.0, part));
    return labOf(rgb);
}

double distance(State one, State another, Theme theme, const Vision& vision) {
    const Vector a = seen(colourOf(one, theme), vision);
    const Vector b = seen(colourOf(another, theme), vision);
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/// One of each colour; states that share one are told apart by their names.
constexpr std::array<State, 9> kStates{State::Listen,   State::SynSent,  State::Established,
                                       State::FinWait1, State::Closing,  State::CloseWait,
                                       State::LastAck,  State::TimeWait, State::Closed};

constexpr double kClearlyApart = 12;
constexpr double kFarApart = 24;

TEST(ColourVision, statesAreToldApartWithAndWithoutEachKindOfCones) {
    for (const Theme theme : {Theme::Light, Theme::Dark, Theme::Print})
        for (const Vision& vision : kVisions)
            for (std::size_t i = 0; i < kStates.size(); ++i)
                for (std::size_t k = i + 1; k < kStates.size(); ++k)
                    EXPECT_GT(distance(kStates[i], kStates[k], theme, vision), kClearlyApart)
                        << toText(kStates[i]) << " and " << toText(kStates[k]) << " with " << vision.name;
}

TEST(ColourVision, closeWaitStandsOutForEverybody) {
    for (const Theme theme : {Theme::Light, Theme::Dark, Theme::Print}) {
        for (const Vision& vision : kVisions) {
            for (const State state : kStates) {
                if (state == State::CloseWait)
                    continue;
                EXPECT_GT(distance(State::CloseWait, state, theme, vision), kFarApart)
                    << toText(state) << " with " << vision.name;
            }
        }
    }
}

TEST(ColourVision, theSimulationChangesWhatItShould) {
    constexpr std::size_t kAllCones = 0;
    constexpr std::size_t kDeuteranopia = 2;
    const double apart = distance(State::Established, State::CloseWait, Theme::Light, kVisions[kAllCones]);
    EXPECT_LT(distance(State::Established, State::CloseWait, Theme::Light, kVisions[kDeuteranopia]), apart / 2);
    EXPECT_NEAR(seen(Colour{255, 255, 255}, kVisions[kDeuteranopia])[0], 100, 0.5);
}

} // namespace
} // namespace synscope::test
