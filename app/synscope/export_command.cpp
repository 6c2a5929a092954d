// SPDX-License-Identifier: Apache-2.0
#include "app/synscope/export_command.h"

#include "app/synscope/report.h"
#include "core/engine/engine.h"
#include "core/store/filter.h"
#include "ui/export/export_subject.h"
#include "ui/language/ui_language.h"
#include "ui/theme.h"

#include <QFile>
#include <QGuiApplication>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

namespace synscope {
namespace {

/// The first connection with a CLOSE_WAIT leak; 0 where there is none.
ConnectionId worthLookingAt(const Snapshot& snapshot) {
    for (const ConnectionId id : snapshot.connections()) {
        const std::vector<Finding> findings = findingsOf(snapshot, id, DiagnosePolicy{});
        if (std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.kind == "close-wait-leak"; }))
            return id;
    }
    return ConnectionId{0};
}

std::string noSuchConnection(const Snapshot& snapshot, std::uint32_t wanted) {
    return "there is no connection " + std::to_string(wanted) + ": the capture has " + std::to_string(snapshot.size()) +
           ", counted from 0";
}

constexpr std::size_t kMostConnections = 500;

/// Those the command line chooses; an exit status where there are none, that has been told then.
std::variant<std::vector<ConnectionId>, int> chosenOf(const CommandLine& line, const Snapshot& snapshot) {
    if (line.filter.empty()) {
        if (line.connections.empty())
            return std::vector{worthLookingAt(snapshot)};
        std::vector<ConnectionId> chosen;
        for (const std::uint32_t number : line.connections) {
            if (number >= snapshot.size())
                return fail(kWrongUsage, noSuchConnection(snapshot, number));
            chosen.push_back(ConnectionId{number});
        }
        return chosen;
    }
    const Result<Filter> filter = Filter::parse(line.filter);
    if (!filter)
        return fail(kWrongUsage, "--filter: " + filter.error().message + ", at character " +
                                     std::to_string(filter.error().byteOffset.value_or(0) + 1) + " of " + line.filter);
    std::vector<ConnectionId> chosen;
    for (const ConnectionId id : snapshot.connections()) {
        if (filter.value().matches(snapshot, id))
            chosen.push_back(id);
    }
    if (chosen.empty())
        return fail(kFailed, "no connection of " + line.file + " matches " + line.filter);
    if (chosen.size() > kMostConnections)
        return fail(kFailed, std::to_string(chosen.size()) + " connections match " + line.filter + ", and " +
                                 std::to_string(kMostConnections) + " are the most: narrow the filter");
    return chosen;
}

int exportChosen(const CommandLine& line) {
    const Result<std::vector<std::string>> files = inputFiles(line);
    if (!files)
        return fail(kFailed, files.error().message);
    const Result<LoadedCapture> loaded = loadCaptures(files.value(), LoadOptions{});
    if (!loaded)
        return fail(kFailed, loaded.error().message);
    const Snapshot& snapshot = *loaded.value().snapshot;
    if (snapshot.size() == 0) {
        (void)reportDamage(line.file, snapshot);
        return fail(kFailed, line.file + ": holds no TCP connection to draw");
    }
    const auto chosen = chosenOf(line, snapshot);
    if (const int* status = std::get_if<int>(&chosen))
        return *status;
    ui::ExportSubject subject;
    subject.snapshot = loaded.value().snapshot;
    subject.fetch = loaded.value().fetch;
    subject.language = line.language.value_or(Language::English);
    ui::DiagramWish wish;
    wish.choice = {.segments = line.segments,
                   .explains = line.explains,
                   .anonymises = line.anonymises,
                   .language = subject.language,
                   .shown = line.shown};
    wish.theme = line.theme.value_or(Theme::Print);
    wish.scale = line.scale;
    wish.sideBySide = line.connections.size() > 1;
    const Result<ui::DiagramFile> written =
        ui::exportDiagrams(ui::sourceOf(subject, std::get<std::vector<ConnectionId>>(chosen)),
                           QFile::decodeName(line.exportPath.c_str()), wish);
    if (!written)
        return fail(kFailed, written.error().message);
    return reportDamage(line.file, snapshot);
}

} // namespace

int runExport(int& argc, char** argv, const CommandLine& line) {
    qInstallMessageHandler(keepQtQuiet);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    QGuiApplication::setFont(ui::wordsFont(12));
    ui::speak(line.language.value_or(Language::English));
    return exportChosen(line);
}

} // namespace synscope
