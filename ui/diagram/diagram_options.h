// SPDX-License-Identifier: Apache-2.0
//
// What the sequence diagram shows, as a menu of switches that are remembered: true time, silence, leaning arrows,
// window, SACK and options of segments, explanations, legend, folding.
#pragma once

#include "core/diagram/ladder_layout.h"
#include "core/store/related_connections.h"

#include <QObject>

#include <array>

class QAction;
class QMenu;

namespace synscope::ui {

class DiagramOptions : public QObject {
    Q_OBJECT
public:
    enum Switch : std::size_t { TrueTime, CompressIdle, Slant, Window, Sack, Options, Explain, Legend, Fold, Count };

    /// The menu belongs to `parent`.
    explicit DiagramOptions(QWidget* parent);

    [[nodiscard]] QMenu* menu() const { return m_menu; }
    [[nodiscard]] QAction* action(Switch which) const { return m_switches[which]; }
    /// Sets what the switches say, and nothing else.
    void applyTo(LadderOptions& options) const;

Q_SIGNALS:
    void changed();
    /// The reader wants these beside the connection shown.
    void besideWanted(synscope::Relation relation);
    void selectedWanted(); ///< those selected in the table
    void aloneWanted();

private:
    void addSwitch(Switch which, const QString& text, const QString& tip);
    void addStretch();
    void addBeside();
    void stretchBy(double factor);

    QMenu* m_menu;
    std::array<QAction*, Count> m_switches{};
    std::array<QAction*, 3> m_stretches{};
    double m_stretch = 1;
};

} // namespace synscope::ui
