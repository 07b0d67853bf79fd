// Steps 1 and 4 of the schema: stories, disputes, tolls, media.
#pragma once

namespace depeche::store {

extern const char* const kStoriesStep;  // tables
extern const char* const kViewsStep;    // after it, in the same step

// Step 4: marks by their days take the place of keys; a column that nothing read goes.
extern const char* const kDaysStep;

}  // namespace depeche::store
