// SPDX-License-Identifier: Apache-2.0
#include "ui/models/segment_model.h"

#include "ui/many_segments.h"
#include "ui/models/heading.h"
#include "ui/models/segment_text.h"
#include "ui/theme.h"

#include <QColor>
#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace synscope::ui {
namespace {

constexpr std::size_t kMostRows = std::numeric_limits<int>::max();

int rowsOf(const ConnectionDetail* detail) {
    return detail == nullptr ? 0 : static_cast<int>(std::min(detail->segments.size(), kMostRows));
}

bool isAnomaly(Marks marks) {
    return marks.has(Mark::Retransmission) || marks.has(Mark::OutOfOrder) || marks.has(Mark::DuplicateAck) ||
           marks.has(Mark::ZeroWindow) || marks.has(Mark::PreviousLost) || marks.has(Mark::Stale) ||
           marks.has(Mark::Discarded) || marks.has(Mark::BadFlags) || marks.has(Mark::DuplicateFrame) ||
           marks.has(Mark::AckedUnseen);
}

} // namespace

SegmentModel::SegmentModel(QObject* parent) : QAbstractTableModel(parent) {}

bool SegmentModel::isGrownTo(const ConnectionDetail& next) const {
    return m_detail && m_detail->id == next.id && !m_detail->segments.empty() &&
           m_detail->segments.size() <= next.segments.size() &&
           m_detail->segments.front().packet == next.segments.front().packet;
}

void SegmentModel::replace(std::shared_ptr<const ConnectionDetail> detail, StateClaims claims) {
    m_detail = std::move(detail);
    m_claims = std::move(claims);
}

void SegmentModel::setDetail(std::shared_ptr<const ConnectionDetail> detail) {
    m_job.cancel();
    if (!detail || detail->segments.size() <= kManySegments) {
        StateClaims claims = detail ? stateClaims(*detail) : StateClaims{};
        apply(std::move(detail), std::move(claims));
        return;
    }
    if (!isGrownTo(*detail))
        apply(nullptr, {});
    m_job.start([detail](const std::atomic<bool>&) { return stateClaims(*detail); },
                [this, detail](StateClaims claims) { apply(detail, std::move(claims)); });
}

void SegmentModel::apply(std::shared_ptr<const ConnectionDetail> detail, StateClaims claims) {
    if (!detail || !isGrownTo(*detail)) {
        beginResetModel();
        replace(std::move(detail), std::move(claims));
        endResetModel();
        return;
    }
    const int before = rowsOf(m_detail.get());
    const int after = rowsOf(detail.get());
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        replace(std::move(detail), std::move(claims));
        endInsertRows();
    } else {
        replace(std::move(detail), std::move(claims));
    }
    // A later packet may have proven what an earlier one did.
    Q_EMIT dataChanged(index(0, 0), index(before - 1, columnCount() - 1));
}

void SegmentModel::allCellsChanged() {
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void SegmentModel::setRelativeNumbers(bool relative) {
    m_relativeNumbers = relative;
    allCellsChanged();
}

void SegmentModel::setTime(SegmentTime time) {
    m_time = time;
    allCellsChanged();
}

void SegmentModel::setTheme(Theme theme) {
    m_theme = theme;
    allCellsChanged();
}

void SegmentModel::setNumbersFont(const QFont& font) {
    m_numbers = font;
    allCellsChanged();
}

int SegmentModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : rowsOf(m_detail.get());
}

int SegmentModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(segmentColumns().size());
}

QVariant SegmentModel::foreground(const SegmentColumn& column, std::size_t row) const {
    const DetailSegment& segment = m_detail->segments[row];
    if (column.kind == SegmentColumnKind::ClientState || column.kind == SegmentColumnKind::ServerState) {
        const Side side = column.kind == SegmentColumnKind::ClientState ? Side::Initiator : Side::Responder;
        const State state = claimAfter(m_claims, side, *m_detail, row).state;
        return colour(state == State::CloseWait ? Ink::Attention : Ink::MutedText, m_theme);
    }
    if (segment.flags.rst())
        return colour(Ink::Reset, m_theme);
    if (isAnomaly(segment.marks))
        return colour(Ink::Anomaly, m_theme);
    return {};
}

QVariant SegmentModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SegmentColumn& column = segmentColumns()[static_cast<std::size_t>(index.column())];
    const auto row = static_cast<std::size_t>(index.row());
    const bool number = column.kind == SegmentColumnKind::Number;
    switch (role) {
    case Qt::DisplayRole:
        return column.text(SegmentCell{*m_detail, m_claims, row, m_relativeNumbers, m_time});
    case Qt::ToolTipRole:
        return segmentText(*m_detail, m_claims, row);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(cellAlignment(number));
    case Qt::FontRole:
        return number ? QVariant(m_numbers) : QVariant();
    case Qt::ForegroundRole:
        return foreground(column, row);
    default:
        return {};
    }
}

QVariant SegmentModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return headingData(section, columnCount(), orientation, role, [](int position) {
        const SegmentColumn& column = segmentColumns()[static_cast<std::size_t>(position)];
        return Heading{QCoreApplication::translate("Segment", column.title),
                       QCoreApplication::translate("Segment", column.tip), column.kind == SegmentColumnKind::Number};
    });
}

} // namespace synscope::ui
