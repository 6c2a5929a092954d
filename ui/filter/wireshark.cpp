// SPDX-License-Identifier: Apache-2.0
#include "ui/filter/wireshark.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

namespace synscope::ui {
namespace {

QString wordsOf(const char* text) {
    return QCoreApplication::translate("synscope::ui::Wireshark", text);
}

} // namespace

QString wiresharkProgram() {
    return QStandardPaths::findExecutable(QStringLiteral("wireshark"));
}

QStringList wiresharkArguments(const QString& path, const QString& displayFilter) {
    const QString file = QFileInfo(path).absoluteFilePath(); // a name that begins with '-' is no option then
    return {QStringLiteral("-r"), file, QStringLiteral("-Y"), displayFilter};
}

QString wiresharkObstacle(const QString& program, const QString& path) {
    if (program.isEmpty())
        return wordsOf(QT_TRANSLATE_NOOP("synscope::ui::Wireshark", "Wireshark is not installed on this machine."));
    if (!QFileInfo(path).isFile())
        return wordsOf(QT_TRANSLATE_NOOP("synscope::ui::Wireshark",
                                         "This capture is no file that another program could open: save it first."));
    return {};
}

} // namespace synscope::ui
