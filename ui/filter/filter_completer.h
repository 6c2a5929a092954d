// SPDX-License-Identifier: Apache-2.0
//
// The list under the filter's text: what may stand at the cursor. It never takes what somebody did not choose: Return
// with nothing chosen is Return, Tab takes the first.
#pragma once

#include "core/store/filter_completion.h"
#include "ui/view_state.h"

#include <QObject>

class QCompleter;
class QLineEdit;
class QStandardItemModel;

namespace synscope::ui {

class FilterCompleter : public QObject {
    Q_OBJECT

public:
    /// `edit` is to be its parent's child as well.
    FilterCompleter(QLineEdit& edit, ViewState& state, QObject* parent);

    /// Shows or hides the list for the text there is. `isAsked`: everything that may stand there.
    void offer(bool isAsked = false);
    [[nodiscard]] bool isOpen() const;
    /// One of the list is chosen, so Return belongs to the list.
    [[nodiscard]] bool isChoosing() const;
    void applyLook();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void take(const QString& text);
    [[nodiscard]] const FilterValues& values();

    QLineEdit& m_edit;
    ViewState& m_state;
    QCompleter* m_completer;
    QStandardItemModel* m_model;
    FilterCompletion m_completion; ///< places are those of the text in UTF-8
    FilterValues m_values;
    SnapshotPtr m_valuesFrom; ///< null: not gathered yet
};

} // namespace synscope::ui
