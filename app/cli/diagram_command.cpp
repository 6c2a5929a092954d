// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli diagram`: the sequence diagram of one connection, in any of the formats core knows.
#include "app/cli/capture_input.h"
#include "app/cli/commands.h"
#include "app/cli/help.h"
#include "app/cli/language_option.h"
#include "app/cli/output.h"
#include "core/diagram/ladder_lanes.h"
#include "core/diagram/ladder_show.h"
#include "core/export/diagram_choice.h"
#include "core/export/diagram_formats.h"

#include <algorithm>
#include <ostream>

namespace synscope::cli {
namespace {

std::vector<std::string_view> formatNames() {
    std::vector<std::string_view> names;
    for (const DiagramFormat& format : diagramFormats())
        names.push_back(format.name);
    return names;
}

/// The --segments; empty where it is no range: that has been told then.
std::optional<SegmentRange> segmentsOf(const Arguments& arguments) {
    if (!arguments.has("--segments"))
        return SegmentRange{};
    const Result<SegmentRange> parsed = parseSegmentRange(arguments.text("--segments"));
    if (parsed)
        return parsed.value();
    complain("--segments: " + parsed.error().message);
    return std::nullopt;
}

std::string showHelp() {
    std::string text = "With --time true, distance is time, and silence is compressed. --show takes:\n";
    for (const LadderWord& word : ladderWords())
        appendHelpLine(text, word.word, word.meaning);
    return text;
}

/// What the options ask for; empty where they ask for what cannot be: that has been told then.
std::optional<DiagramChoice> choiceOf(const Arguments& arguments) {
    const std::optional<SegmentRange> segments = segmentsOf(arguments);
    if (!segments)
        return std::nullopt;
    DiagramChoice choice;
    choice.segments = *segments;
    choice.explains = arguments.has("--explain");
    choice.anonymises = arguments.has("--anonymise");
    choice.language = languageOf(arguments);
    choice.shown.time = ladderTimeFromText(arguments.text("--time")).value_or(LadderTime::Rows);
    if (const std::string wrong = applyLadderWords(choice.shown, arguments.text("--show")); !wrong.empty()) {
        complain("diagram: --show: '" + wrong + "' is none of " + ladderWordList());
        return std::nullopt;
    }
    const std::size_t lanes = arguments.counts("--connection").size();
    if (lanes > 1 && (arguments.text("--format") != "svg" || choice.explains)) {
        complain("diagram: several connections stand side by side in svg only, and without --explain");
        return std::nullopt;
    }
    if (lanes > kMostLanes) {
        complain("diagram: at most " + std::to_string(kMostLanes) + " connections have room side by side");
        return std::nullopt;
    }
    return choice;
}

/// The connections as they are to be drawn. Empty where one cannot: that has been told then.
std::vector<ChosenDiagram> chosenOf(const std::vector<std::shared_ptr<const ConnectionDetail>>& details,
                                    const DiagramChoice& choice) {
    AnonymisedAddresses addresses;
    for (const auto& detail : details) {
        for (const EndpointView& endpoint : detail->endpoint)
            addresses.learn(endpoint.address.address);
    }
    std::vector<ChosenDiagram> all;
    for (const auto& detail : details) {
        Result<ChosenDiagram> chosen = chooseDiagram(*detail, choice, addresses);
        if (!chosen) {
            complain("--segments: " + chosen.error().message);
            return {};
        }
        all.push_back(std::move(chosen).value());
    }
    return all;
}

void write(std::ostream& stream, const std::vector<ChosenDiagram>& diagrams, std::string_view formatName) {
    const ChosenDiagram& first = diagrams.front();
    const DiagramStyle style{.cards = first.cards, .shown = first.shown};
    if (diagrams.size() > 1) {
        std::vector<std::shared_ptr<const ConnectionDetail>> lanes;
        lanes.reserve(diagrams.size());
        for (const ChosenDiagram& one : diagrams)
            lanes.push_back(one.detail);
        writeLanesSvg(stream, lanes, style);
        return;
    }
    const auto formats = diagramFormats();
    const auto format =
        std::find_if(formats.begin(), formats.end(), [&](const auto& f) { return f.name == formatName; });
    format->write(stream, first.detail, style);
}

ExitStatus run(const Arguments& arguments, Output& output) {
    const std::optional<DiagramChoice> choice = choiceOf(arguments);
    if (!choice)
        return ExitStatus::Usage;
    const std::optional<LoadedCapture> capture = loadInput(arguments, {});
    if (!capture)
        return ExitStatus::Failed;
    const Replayed replayed = replayInputs(arguments, *capture);
    const std::vector<ChosenDiagram> diagrams = chosenOf(replayed.details, *choice);
    if (diagrams.empty())
        return ExitStatus::Failed;
    OutputStreamBuffer buffer(output);
    std::ostream stream(&buffer);
    write(stream, diagrams, arguments.text("--format"));
    const ExitStatus status = output.finish(statusOf(*capture->snapshot, replayed));
    tellDamage(arguments, *capture->snapshot, status);
    return status;
}

} // namespace

Command diagramCommand() {
    return {
        .name = "diagram",
        .summary = "Draw the sequence diagram of one connection",
        .details = "",
        .options = {{.name = "--connection",
                     .valueName = "N,...",
                     .help = "number of the connection, from 0, as connections lists it; several stand side by side",
                     .kind = ValueKind::Counts,
                     .isRequired = true},
                    otherOption(),
                    {.name = "--format",
                     .valueName = "FORMAT",
                     .help = "what to draw it in",
                     .kind = ValueKind::Choice,
                     .choices = formatNames(),
                     .isRequired = true},
                    {.name = "--time",
                     .valueName = "TIME",
                     .help = "what vertical distance is",
                     .kind = ValueKind::Choice,
                     .choices = {"rows", "true"},
                     .defaultValue = "rows"},
                    {.name = "--show", .valueName = "WORDS", .help = "more of it, joined by commas: see below"},
                    {.name = "--explain",
                     .valueName = "",
                     .help = "tell in words what happens, step by step",
                     .kind = ValueKind::Flag},
                    {.name = "--segments",
                     .valueName = "A-B",
                     .help = "only these segments, counted from 1; A- and -B go to the end and from the beginning",
                     .kind = ValueKind::Text},
                    {.name = "--anonymise",
                     .valueName = "",
                     .help = "stand-ins for the addresses, and nothing of the payloads",
                     .kind = ValueKind::Flag},
                    languageOption(),
                    setOption(),
                    threadsOption()},
        .run = run,
        .moreHelp = showHelp,
    };
}

} // namespace synscope::cli
