# The emotional map and plans.
maps-title = The emotional map
maps-lede = What is felt here, room by room, work by work.
maps-plans = Plans
maps-periods = Period
maps-period-jour = Today
maps-period-semaine = Seven days
maps-period-saison = This season
maps-period-tout = Ever
maps-plan-of = Plan: { $place }
maps-pin = { $title }: { $count ->
    [0] nothing in this period
    [one] { $count } feeling, mostly
   *[other] { $count } feelings, mostly
}
maps-how = A mark grows with the number of feelings; its colour is that of the most frequent. The table says the same in words.
maps-edit = Edit this plan
maps-table = What is felt: { $place }
maps-where = Where
maps-felt = What is felt
maps-since = Since
maps-nothing = Nothing in this period
maps-no-pins = Nothing is placed on this plan yet.
maps-no-pins-teach = The team places rooms and works on it.
maps-none = No plan yet.
maps-none-teach = As soon as the team adds one, you will see what is felt, and where.
maps-see = See the map
maps-staff-title = Plans
maps-staff-lede = One plan per place, a picture or an SVG drawing. Place rooms and works on it: the emotional map uses it.
maps-plan = Plan
maps-has = yes
maps-has-not = not yet
maps-picture = Picture or drawing of the plan
maps-picture-hint = SVG, PNG, JPEG or WebP, 24 MB at most. A drawing is turned into a picture.
maps-alt-fr = What the plan shows, in French
maps-alt-en = What the plan shows, in English
maps-alt-hint = For those who do not see it: the entrance, the order of the rooms, the stairs.
maps-pins = Marks
maps-pins-lede = In percent of the width and the height, from the top left corner. Leave empty what is not on this plan.
maps-x = Width, %
maps-y = Height, %
maps-x-of = { $title }, in % of the width
maps-y-of = { $title }, in % of the height
maps-place-it = Place
maps-choose = Choose “Place”, then touch the plan.
maps-placing = Touch the plan where this is: { "{title}" }
maps-pins-save = Save the marks
maps-no-things = Nothing to place.
maps-no-things-teach = First describe the rooms of this place, or hang works there.
maps-take-down = Take this plan down
maps-take-down-hint = The plan and its marks disappear; what was felt stays.
maps-take-down-confirm = Take this plan and its marks down?
maps-taken-down = The plan is taken down.
maps-saved = The plan is saved.
maps-pinned = The marks are saved.
maps-error-picture = Choose a picture or a drawing.
maps-error-spot = Two numbers from 0 to 100, or nothing.
