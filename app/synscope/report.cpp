// SPDX-License-Identifier: Apache-2.0
#include "app/synscope/report.h"

#include <QString>

#include <iostream>

namespace synscope {

int fail(int status, const std::string& sentence) {
    std::cerr << "synscope: " << sentence << '\n';
    return status;
}

int reportDamage(const std::string& file, const Snapshot& snapshot) {
    if (!snapshot.load.damage)
        return kDone;
    const Damage& damage = *snapshot.load.damage;
    return fail(kDamaged, file + ": reading stopped at byte " + std::to_string(damage.byteOffset) + ", packet " +
                              std::to_string(damage.packet) + ": " + damage.reason);
}

void keepQtQuiet(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::cerr << text.toStdString() << '\n';
}

} // namespace synscope
