// SPDX-License-Identifier: Apache-2.0
#include "app/synscope/report.h"

#include "app/synscope/command_line.h"
#include "core/engine/capture_set.h"

#include <QString>

#include <iostream>

namespace synscope {

int fail(int status, const std::string& sentence) {
    std::cerr << "synscope: " << sentence << '\n';
    return status;
}

namespace {

void tell(const std::string& title, const Damage& damage) {
    (void)fail(kDamaged, (damage.file.empty() ? title : damage.file) + ": reading stopped at byte " +
                             std::to_string(damage.byteOffset) + ", packet " + std::to_string(damage.packet) + ": " +
                             damage.reason);
    for (const Damage& other : damage.others)
        tell(title, other);
}

} // namespace

int reportDamage(const std::string& file, const Snapshot& snapshot) {
    if (!snapshot.load.damage)
        return kDone;
    tell(file, *snapshot.load.damage);
    return kDamaged;
}

Result<std::vector<std::string>> inputFiles(const CommandLine& line) {
    std::vector<std::string> files{line.file};
    files.insert(files.end(), line.moreFiles.begin(), line.moreFiles.end());
    if (!line.wholeSet)
        return files;
    Result<CaptureSet> set = findCaptureSet(line.file);
    if (!set)
        return set.error();
    if (!set.value().missing.empty())
        (void)fail(kDone, "the set of " + line.file + " lacks " + set.value().missing);
    return std::move(set.value().paths);
}

void keepQtQuiet(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::cerr << text.toStdString() << '\n';
}

} // namespace synscope
