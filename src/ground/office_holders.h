// Who a noun phrase without a name means by office and date: a state's president in a report of one year is one man.
#pragma once

#include "ground/entity_table.h"
#include "ground/nominal_sense.h"
#include "ground/scene.h"

namespace depeche::ground {

// The listed holder of the office on the document's date; kNoActor where the phrase tells no office of a state or
// listed body, where the date is not known, or where two hold offices that the phrase may mean.
ActorIndex office_holder(const Scene& scene, const EntityTable& table, const Nominal& nominal, const Origin& origin);

}  // namespace depeche::ground
