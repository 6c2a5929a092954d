// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli diagram`: the sequence diagram of one connection, in any of the formats core knows.
#include "app/cli/capture_input.h"
#include "app/cli/commands.h"
#include "app/cli/language_option.h"
#include "app/cli/output.h"
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

ExitStatus run(const Arguments& arguments, Output& output) {
    const std::optional<SegmentRange> segments = segmentsOf(arguments);
    if (!segments)
        return ExitStatus::Usage;
    const std::optional<LoadedCapture> capture = loadInput(arguments, {});
    if (!capture)
        return ExitStatus::Failed;
    const std::shared_ptr<const ConnectionDetail> detail = replayInput(arguments, *capture);
    if (!detail)
        return ExitStatus::Failed;
    AnonymisedAddresses addresses;
    const Result<ChosenDiagram> chosen = chooseDiagram(*detail,
                                                       {.segments = *segments,
                                                        .explains = arguments.has("--explain"),
                                                        .anonymises = arguments.has("--anonymise"),
                                                        .language = languageOf(arguments)},
                                                       addresses);
    if (!chosen) {
        complain("--segments: " + chosen.error().message);
        return ExitStatus::Failed;
    }

    const auto formats = diagramFormats();
    const std::string_view name = arguments.text("--format");
    const auto format = std::find_if(formats.begin(), formats.end(), [&](const auto& f) { return f.name == name; });
    OutputStreamBuffer buffer(output);
    std::ostream stream(&buffer);
    format->write(stream, chosen.value().detail, DiagramStyle{.cards = chosen.value().cards});
    const ExitStatus status = output.finish(statusOf(*capture->snapshot));
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
                     .valueName = "N",
                     .help = "number of the connection, from 0, as connections lists it",
                     .kind = ValueKind::Count,
                     .isRequired = true},
                    {.name = "--format",
                     .valueName = "FORMAT",
                     .help = "what to draw it in",
                     .kind = ValueKind::Choice,
                     .choices = formatNames(),
                     .isRequired = true},
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
                    languageOption()},
        .run = run,
    };
}

} // namespace synscope::cli
