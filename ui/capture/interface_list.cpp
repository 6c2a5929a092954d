// SPDX-License-Identifier: Apache-2.0
#include "ui/capture/interface_list.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace synscope::ui {
namespace {

QJsonDocument documentOf(const std::string& json) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(json));
}

std::string text(const QJsonObject& object, const char* key) {
    return object.value(QLatin1String(key)).toString().toStdString();
}

InterfaceChoice choiceOf(const QJsonObject& object) {
    InterfaceChoice choice;
    choice.name = object.value(QLatin1String("name")).toString();
    choice.description = object.value(QLatin1String("description")).toString();
    for (const QJsonValue& address : object.value(QLatin1String("addresses")).toArray())
        choice.addresses += address.toString();
    choice.isUp = object.value(QLatin1String("up")).toBool();
    choice.isRunning = object.value(QLatin1String("running")).toBool();
    choice.isLoopback = object.value(QLatin1String("loopback")).toBool();
    const QJsonObject reason = object.value(QLatin1String("reason")).toObject();
    if (!object.value(QLatin1String("may_capture")).toBool())
        choice.obstacle = CaptureTrouble{text(reason, "code"), text(reason, "message"), text(reason, "interface"),
                                         text(reason, "hint")};
    return choice;
}

} // namespace

std::vector<InterfaceChoice> parseInterfaces(const std::string& json) {
    std::vector<InterfaceChoice> choices;
    for (const QJsonValue& value : documentOf(json).array())
        choices.push_back(choiceOf(value.toObject()));
    return choices;
}

QString parseFilterFault(const std::string& json) {
    return documentOf(json).object().value(QLatin1String("message")).toString();
}

} // namespace synscope::ui
