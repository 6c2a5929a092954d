// SPDX-License-Identifier: Apache-2.0
#include "ui/leak_story.h"

#include "ui/leak_charts.h"
#include "ui/panel_parts.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace synscope::ui {

LeakStory::LeakStory(const ViewState& state, QWidget* parent)
    : QFrame(parent),
      m_overTime(new OwedOverTimeChart(state)),
      m_byAge(new OwedByAgeChart(state)),
      m_owes(new QLabel),
      m_advice(mutedLabel({})) {
    setObjectName(QStringLiteral("panel"));
    for (QLabel* label : {m_owes, m_advice}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* charts = new QHBoxLayout;
    charts->setSpacing(24);
    charts->addWidget(m_overTime, 1);
    charts->addWidget(m_byAge, 1);
    QVBoxLayout* column = columnIn(this);
    column->addWidget(m_owes);
    column->addWidget(m_advice);
    column->addLayout(charts);
    const auto applyLook = [this, &state] { m_owes->setFont(wordsFont(13 * state.zoom())); };
    connect(&state, &ViewState::lookChanged, this, applyLook);
    applyLook();
}

void LeakStory::setWords(const QString& owes, const QString& trend, const QString& advice) {
    m_owes->setText(owes.isEmpty() ? QString()
                                   : QStringLiteral("<b>%1</b> %2").arg(owes.toHtmlEscaped(), trend.toHtmlEscaped()));
    m_advice->setText(advice);
}

} // namespace synscope::ui
