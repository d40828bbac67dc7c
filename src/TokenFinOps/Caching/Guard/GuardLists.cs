namespace TokenFinOps.Caching.Guard;

/// <summary>
/// Words that exclude each other, by kind of difference; general English, fitted to no data set. One field a line, alternatives between bars, words of one alternative between
/// spaces; every inflection that the stemmer knows is meant. A line that begins with <c>=</c> wants the same alternatives in both texts, one with <c>~</c> only where both
/// have any; other lines object where each text has an alternative that the other lacks. A word behind <c>^</c> counts only
/// with a capital inside a sentence, one behind <c>+</c> only right behind a verb that takes it as its particle, one behind
/// <c>#</c> only right behind a number, one behind <c>-</c> not right behind a word that says
/// nothing, and one behind <c>!</c> only right behind <c>used to</c>.
/// </summary>
internal static partial class GuardLists
{
    /// <summary>Verbs whose meaning turns with <c>in</c> and <c>out</c>.</summary>
    public const string ParticleVerbs = "log sign check opt zoom clock phase plug fade breathe lock let move slide buzz dial cash trade break keep stay bring";

    public const string Comparatives =
        """
        more greater | less fewer
        most | least
        best | worst
        better | worse
        over above exceeding | under below
        superior | inferior
        longer | shorter
        older | younger
        """;

    public const string Quantifiers =
        """
        all every each everyone everybody everything | -some someone somebody something few several | none nobody nothing
        both | either | neither
        and & | or
        = only solely exclusively
        = except excluding besides
        always | sometimes often occasionally | never rarely seldom
        many much lots | few little
        once | twice | thrice
        single | double | triple
        half | quarter
        whole entire full | part partial half
        first 1st | second 2nd | third 3rd | fourth 4th | last final
        """;

    public const string Dates =
        """
        = january jan | february feb | ^march ^mar | april apr | ^may | june jun | july jul | august aug | september sept sep | october oct | november nov | december dec
        = monday mon | tuesday tue tues | wednesday wed | thursday thu thurs | friday fri | saturday ^sat | sunday ^sun
        = yesterday | tomorrow | tonight
        = morning | afternoon noon midday | evening | midnight
        = weekend | weekday
        today now currently tonight | yesterday | tomorrow | eventually later | formerly previously
        ~ second secs | minute | hour hourly | day daily | week weekly | month monthly | quarter quarterly | year yearly annual annually | decade | century centuries
        spring | summer | autumn fall | winter
        past previous last ago | future next upcoming
        current present this | previous last | next upcoming
        = #am | #pm
        was were did had | will shall
        = !be
        bc bce | ad ce
        """;

    public const string Units =
        """
        ~ $ dollar usd | € euro eur | £ gbp sterling | ¥ yen jpy | ₹ rupee rs inr | yuan rmb cny renminbi | rouble ruble rub | peso mxn | franc chf | krona krone sek nok dkk | ₩ krw | bitcoin btc | ether eth ethereum | aud | cad | zloty pln | lira | brl | zar
        ~ gram g gm | kg kilo kilogram | mg milligram | tonne ton | pound lb lbs | ounce oz | stone
        ~ millimeter millimetre mm | centimeter centimetre cm | meter metre | kilometer kilometre km kms | inch inches | foot feet ft | yard | mile mi | lightyear
        ~ liter litre ltr | milliliter millilitre ml | gallon | pint | cup | teaspoon tsp | tablespoon tbsp | quart
        ~ celsius centigrade °c | fahrenheit °f | kelvin
        ~ bit bits | byte bytes | kb kilobyte | mb megabyte | gb gigabyte | tb terabyte | pb petabyte | kbps | mbps | gbps
        ~ watt | kw kilowatt | mw megawatt | kwh | joule | calorie kcal | volt | amp ampere | hz hertz | khz | mhz | ghz
        ~ acre | hectare | sqft | sqm
        ~ mph | kph kmh kmph | knot
        ~ millisecond ms | microsecond | nanosecond ns
        = % percent percentage percentile
        """;

    public const string Question =
        """
        when | where | who whom whose | why
        how | when | who whom whose
        """;
}
