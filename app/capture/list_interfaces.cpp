// SPDX-License-Identifier: Apache-2.0
//
// Interfaces as JSON and as a table.
#include "app/capture/list_interfaces.h"

#include "app/capture/report.h"
#include "core/export/escape.h"
#include "core/export/table.h"

#include <algorithm>
#include <array>

namespace synscope::helper {
namespace {

constexpr std::array<TableColumn, 5> kColumns{{{"interface"}, {"state"}, {"capture"}, {"link type"}, {"addresses"}}};

void writeInterface(JsonWriter& json, const InterfaceFacts& facts, std::string_view permissionHint) {
    json.beginObject();
    json.key("name").string(facts.name);
    json.key("description").string(facts.description);
    json.key("addresses").beginArray();
    for (const std::string& address : facts.addresses)
        json.plain(address);
    json.endArray();
    json.key("up").boolean(facts.isUp);
    json.key("running").boolean(facts.isRunning);
    json.key("loopback").boolean(facts.isLoopback);
    json.key("wireless").boolean(facts.isWireless);
    json.key("link_types").beginArray();
    for (const LinkChoice& choice : facts.linkTypes) {
        json.beginObject();
        json.key("number").number(static_cast<std::uint64_t>(choice.link));
        json.key("name").string(choice.name);
        json.endObject();
    }
    json.endArray();
    json.key("may_capture").boolean(!facts.obstacle);
    json.key("reason");
    if (facts.obstacle)
        writeFault(json, *facts.obstacle, permissionHint);
    else
        json.null();
    json.endObject();
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text.append(text.empty() ? "" : " ").append(word);
    return text;
}

std::string stateOf(const InterfaceFacts& facts) {
    if (!facts.isUp)
        return "down";
    return facts.isRunning ? "up" : "no carrier";
}

std::vector<std::string> cellsOf(const InterfaceFacts& facts) {
    return {cleanText(facts.name), stateOf(facts), facts.obstacle ? std::string(toText(facts.obstacle->kind)) : "yes",
            facts.linkTypes.empty() ? "-" : facts.linkTypes.front().name, listed(facts.addresses)};
}

bool isForbidden(const InterfaceFacts& facts) {
    return facts.obstacle && facts.obstacle->kind == LiveFaultKind::NoPermission;
}

std::string table(std::span<const InterfaceFacts> interfaces, std::string_view permissionHint) {
    TextTable rows(kColumns);
    for (const InterfaceFacts& facts : interfaces)
        rows.add(cellsOf(facts));
    std::string text;
    rows.appendBlock(text);
    if (std::any_of(interfaces.begin(), interfaces.end(), isForbidden))
        text.append("\nTo capture: ").append(permissionHint).append("\n");
    return text;
}

} // namespace

std::string interfaceList(std::span<const InterfaceFacts> interfaces, ListFormat format,
                          std::string_view permissionHint) {
    if (format == ListFormat::Table)
        return table(interfaces, permissionHint);
    std::string text;
    if (format == ListFormat::Json) {
        JsonWriter json(text);
        json.beginArray();
        for (const InterfaceFacts& facts : interfaces)
            writeInterface(json, facts, permissionHint);
        json.endArray();
        return text + "\n";
    }
    for (const InterfaceFacts& facts : interfaces) {
        JsonWriter json(text);
        writeInterface(json, facts, permissionHint);
        text += '\n';
    }
    return text;
}

} // namespace synscope::helper
