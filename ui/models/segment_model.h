// SPDX-License-Identifier: Apache-2.0
//
// The segments of one connection as a table. Holds no copy: cells read the shared ConnectionDetail when
// they are shown, so its size does not matter.
#pragma once

#include "core/diagram/theme.h"
#include "ui/latest_job.h"
#include "ui/models/segment_columns.h"

#include <QAbstractTableModel>
#include <QFont>

#include <memory>

namespace synscope::ui {

class SegmentModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit SegmentModel(QObject* parent = nullptr);

    /// Rows are inserted where the same connection grew; otherwise the model is reset. Null empties it. Where segments
    /// are very many a worker looks at them first.
    void setDetail(std::shared_ptr<const ConnectionDetail> detail);
    void setRelativeNumbers(bool relative);
    void setTime(SegmentTime time);
    void setTheme(Theme theme);
    void setNumbersFont(const QFont& font);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] bool isGrownTo(const ConnectionDetail& next) const;
    [[nodiscard]] QVariant foreground(const SegmentColumn& column, std::size_t row) const;
    void apply(std::shared_ptr<const ConnectionDetail> detail, StateClaims claims);
    void replace(std::shared_ptr<const ConnectionDetail> detail, StateClaims claims);
    void allCellsChanged();

    std::shared_ptr<const ConnectionDetail> m_detail;
    StateClaims m_claims; ///< of m_detail
    LatestJob m_job;      ///< claims of the detail to come
    QFont m_numbers;
    Theme m_theme = Theme::Light;
    SegmentTime m_time = SegmentTime::SinceFirst;
    bool m_relativeNumbers = true;
};

} // namespace synscope::ui
