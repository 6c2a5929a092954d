// SPDX-License-Identifier: Apache-2.0
#include "ui/machine/sockets_view.h"

#include "ui/format.h"
#include "ui/machine/sockets_model.h"
#include "ui/panel_parts.h"
#include "ui/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTableView>
#include <QVBoxLayout>

#include <optional>
#include <utility>

namespace synscope::ui {

SocketsView::SocketsView(ViewState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_model(new SocketsModel(this)) {
    QFrame* panel = makePanel();
    m_words = new QLineEdit;
    m_words->setObjectName(QStringLiteral("filter"));
    m_words->setPlaceholderText(tr("words that rows must have: close_wait :8080 orders-api"));
    m_words->setAccessibleName(tr("Filter the sockets"));
    m_words->setClearButtonEnabled(true);
    m_count = mutedLabel({});
    m_table = makeTable(m_model, tr("Sockets of this machine"));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(SocketsModel::OwnState, Qt::AscendingOrder);
    m_table->horizontalHeader()->setSectionResizeMode(SocketsModel::Process, QHeaderView::Stretch);
    m_table->horizontalHeader()->moveSection(SocketsModel::Packets, SocketsModel::Process);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(16);
    heading->addWidget(titleLabel(tr("Sockets")));
    heading->addWidget(m_words, 1);
    heading->addWidget(m_count);
    QVBoxLayout* column = columnIn(panel);
    column->addLayout(heading);
    column->addWidget(m_table, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model->setWords(text.split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts));
        showCount();
    });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (m_model->connectionAt(index.row()) != kNoConnection)
            Q_EMIT connectionWanted(m_model->connectionAt(index.row()));
    });
    connect(&state, &ViewState::lookChanged, this, &SocketsView::applyLook);
    setView(nullptr);
    applyLook();
}

/// The socket that was chosen stays so, where it is still there.
void SocketsView::setView(const MachineViewPtr& view, std::vector<JoinedSocket> packets) {
    const QModelIndex current = m_table->currentIndex();
    const auto chosen = current.isValid() ? std::optional(m_model->socket(current.row())) : std::nullopt;
    m_view = view;
    m_table->setColumnHidden(SocketsModel::Packets, packets.empty());
    for (const int column : {SocketsModel::User, SocketsModel::LastSent, SocketsModel::LastReceived})
        m_table->setColumnHidden(column, !packets.empty()); // beside the connection there is less room
    m_model->setView(view, std::move(packets));
    const int row = chosen && view ? m_model->rowOf(*chosen) : -1;
    m_table->setAutoScroll(false);
    m_table->setCurrentIndex(m_model->index(row, 0)); // no index: none is chosen
    m_table->setAutoScroll(true);
    showCount();
}

void SocketsView::showCount() {
    m_count->setText(countText());
}

QString SocketsView::countText() const {
    if (!m_view)
        return {};
    return tr("%1 of %2 sockets")
        .arg(groupedNumber(static_cast<std::uint64_t>(m_model->rowCount())),
             groupedNumber(m_view->reading.sockets.size()));
}

void SocketsView::applyLook() {
    const double zoom = m_state.zoom();
    const QFont numbers = numbersFont(12 * zoom);
    m_model->setLook(m_state.theme(), numbers, numbers);
    m_table->setStyleSheet(tableStyle(m_state.theme()));
    m_table->verticalHeader()->setDefaultSectionSize(qRound(kRowPx * zoom));
    const int signPx = qRound(8 * zoom);
    m_table->setIconSize({signPx, signPx});
    setWidths(m_table, {114, 160, 160, 200, 90, 76, 76, 100, 120, 196}, zoom);
}

} // namespace synscope::ui
