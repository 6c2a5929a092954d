// SPDX-License-Identifier: Apache-2.0
//
// The explanations of one connection, made when they are first asked for: at once, or by a worker where the connection
// is long.
#pragma once

#include "core/explain/explain.h"
#include "ui/latest_job.h"

#include <QObject>

#include <memory>
#include <vector>

namespace synscope::ui {

class Explainer : public QObject {
    Q_OBJECT

public:
    using Explanations = std::shared_ptr<const std::vector<Explanation>>;

    explicit Explainer(QObject* parent = nullptr);

    void setDetail(std::shared_ptr<const ConnectionDetail> detail);
    void setLanguage(Language language);

    /// Null without a connection, and while a worker makes them: made() tells.
    [[nodiscard]] const Explanations& explanations();
    /// A worker makes them.
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }

Q_SIGNALS:
    void made();

private:
    void forget();

    std::shared_ptr<const ConnectionDetail> m_detail;
    Language m_language = Language::English;
    Explanations m_explanations;
    LatestJob m_job;
};

} // namespace synscope::ui
