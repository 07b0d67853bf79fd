// Step 1 of the schema: stories, disputes, tolls, media.
#pragma once

namespace depeche::store {

extern const char* const kStoriesStep;  // tables
extern const char* const kViewsStep;    // after it, in the same step

}  // namespace depeche::store
