// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli check`: a gate for scripts. What must not be is written as filters; it names the connections for which
// one holds and says so in its exit status.
#include "app/cli/capture_input.h"
#include "app/cli/commands.h"
#include "app/cli/help.h"
#include "app/cli/output.h"
#include "core/export/json_writer.h"
#include "core/export/ndjson.h"
#include "core/export/table.h"
#include "core/store/filter.h"

namespace synscope::cli {
namespace {

constexpr std::string_view kFailOn = "--fail-on";

struct Rule {
    std::string expression;
    Filter filter;
};

/// Empty where one of them is no filter, or a blank one, which would hold for everything: that has been told then.
std::optional<std::vector<Rule>> rulesOf(const Arguments& arguments) {
    std::vector<Rule> rules;
    for (const std::string& expression : arguments.texts(kFailOn)) {
        std::optional<Filter> filter = parseFilter(kFailOn, expression);
        if (!filter)
            return std::nullopt;
        if (filter->empty()) {
            complain("--fail-on: an empty expression would hold for every connection");
            return std::nullopt;
        }
        rules.push_back({expression, std::move(*filter)});
    }
    return rules;
}

std::vector<ConnectionId> caughtBy(const Rule& rule, const Snapshot& snapshot) {
    std::vector<ConnectionId> caught;
    for (const ConnectionId id : snapshot.connections())
        if (rule.filter.matches(snapshot, id))
            caught.push_back(id);
    return caught;
}

std::string verdictOn(const Rule& rule, std::size_t caught, std::size_t all) {
    const std::string count = caught == 0 ? "none" : std::to_string(caught);
    return rule.expression + ": " + count + " of " + std::to_string(all) +
           (all == 1 ? " connection\n" : " connections\n");
}

/// A line a rule, and under it the connections for which it holds. True where there are any.
bool writeTable(Output& output, const Snapshot& snapshot, const std::vector<Rule>& rules) {
    bool isFound = false;
    bool isDoubtful = false;
    for (const Rule& rule : rules) {
        const std::vector<ConnectionId> caught = caughtBy(rule, snapshot);
        output.buffer() += verdictOn(rule, caught.size(), snapshot.size());
        TextTable table(connectionColumns());
        for (const ConnectionId id : caught) {
            isDoubtful = isDoubtful || isUndecided(snapshot.row(id));
            table.add(connectionCells(snapshot, id, {}));
        }
        if (!caught.empty())
            table.appendBlock(output.buffer());
        output.flushIfFull();
        isFound = isFound || !caught.empty();
    }
    if (isDoubtful)
        appendDoubtLegend(output.buffer());
    return isFound;
}

/// The beginning of an object with the expressions that hold for the connection; empty where none does.
std::string expressionsHeld(const Snapshot& snapshot, ConnectionId id, const std::vector<Rule>& rules) {
    std::string text;
    JsonWriter json(text);
    json.beginObject();
    json.key("fail_on").beginArray();
    bool isHeld = false;
    for (const Rule& rule : rules) {
        if (!rule.filter.matches(snapshot, id))
            continue;
        json.string(rule.expression);
        isHeld = true;
    }
    json.endArray();
    return isHeld ? text : std::string();
}

/// Each connection once, as `connections` writes it, with `fail_on`: the expressions that hold for it.
bool writeNdjson(Output& output, const Snapshot& snapshot, const std::vector<Rule>& rules) {
    bool isFound = false;
    for (std::uint32_t i = 0; i < snapshot.size(); ++i) {
        const std::string held = expressionsHeld(snapshot, ConnectionId{i}, rules);
        if (held.empty())
            continue;
        isFound = true;
        std::string line;
        appendConnectionNdjson(line, snapshot, ConnectionId{i}, {});
        output.buffer() += held + "," + line.substr(1);
        if (!output.flushIfFull())
            break;
    }
    return isFound;
}

ExitStatus run(const Arguments& arguments, Output& output) {
    const std::optional<std::vector<Rule>> rules = rulesOf(arguments);
    if (!rules)
        return ExitStatus::Usage;
    LoadOptions options;
    options.timeWait = arguments.duration("--time-wait");
    options.keepPackets = false;
    const std::optional<LoadedCapture> capture = loadInput(arguments, options);
    if (!capture)
        return ExitStatus::Failed;
    const auto write = arguments.text("--format") == "ndjson" ? writeNdjson : writeTable;
    const bool isFound = write(output, *capture->snapshot, *rules);
    const ExitStatus wanted = isFound ? ExitStatus::Found : statusOf(*capture->snapshot);
    const ExitStatus written = output.finish(wanted);
    // A gate that found something has found it, whether or not anybody reads the list to its end.
    const ExitStatus status = written == ExitStatus::Failed ? written : wanted;
    tellDamage(arguments, *capture->snapshot, status);
    return status;
}

} // namespace

Command checkCommand() {
    return {
        .name = "check",
        .summary = "Fail where a filter holds for a connection, and name the connections: a gate for scripts",
        .details =
            "It exits 4 where an expression holds for a connection, in a damaged capture too: what was found is\n"
            "there. It exits 3 where nothing was found in a damaged capture, since what was not read may hold\n"
            "it, and 0 where nothing was found in all of it.\n",
        .options = {{.name = kFailOn,
                     .valueName = "EXPR",
                     .help = "a filter that must hold for no connection; may stand several times",
                     .kind = ValueKind::Texts,
                     .isRequired = true},
                    {.name = "--format",
                     .valueName = "FORMAT",
                     .help = "how to print",
                     .kind = ValueKind::Choice,
                     .choices = {"table", "ndjson"},
                     .defaultValue = "table"},
                    {.name = "--time-wait",
                     .valueName = "SECONDS",
                     .help = "how long TIME_WAIT lasts",
                     .kind = ValueKind::Seconds,
                     .defaultValue = "60"},
                    setOption(),
                    threadsOption()},
        .run = run,
        .moreHelp = filterHelp,
    };
}

} // namespace synscope::cli
