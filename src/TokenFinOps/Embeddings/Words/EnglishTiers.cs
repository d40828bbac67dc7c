namespace TokenFinOps.Embeddings.Words;

/// <summary>English words by how much they say of what is asked. Hand-written; general English, fitted to no data set.</summary>
internal static class EnglishTiers
{
    /// <summary>Words that say nothing of the subject.</summary>
    public const string Empty =
        """
        a an the this that these those some any of to in on at by for from with as into onto upon about it its i me my mine myself we us our ours ourselves you your yours
        yourself he him his himself she her hers herself they them their theirs themselves one ones is am are was were be been being do does did doing done have has had having
        will would shall should can could may might must ought and or but if so than then there here too also very just really quite even still yet already ever please kindly
        thanks thank hi hello hey dear ok okay well im ive id ill youre youve theyre dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt havent hasnt hadnt
        thats whats hows wheres whos theres lets let s t re ve ll d m u ur r pls plz actually basically exactly simply currently etc eg ie such own like
        """;

    /// <summary>Words that say what kind of answer is wanted, or little.</summary>
    public const string Weak =
        """
        what which who whom whose when where why how not no nor never without none nothing anything something everything someone anyone everyone anybody somebody everybody
        all both each every either neither many much more most less least few several other others another same only out off up down over under again
        get gets got getting gotten go goes going went gone come comes came coming make makes made making take takes took taken taking give gives gave given giving put puts
        use uses used using want wants wanted need needs needed try tries tried trying know knows knew known knowing think thinks thought thinking tell tells told telling
        say says said saying ask asks asked asking see sees saw seen look looks looking looked find finds found show shows showed shown mean means meant happen happens happened
        good better best bad worse worst great nice way ways thing things stuff people person someone kind kinds type types sort lot lots bit new old big small long
        possible different difference between after before during while because since until through against within around near now
        help helps helped able become becomes became becoming feel feels felt keep keeps kept right sure whether however though although else instead rather maybe perhaps necessary
        """;

    /// <summary>Common words that many questions share.</summary>
    public const string Common =
        """
        first last next today time times year years day days work works working worked start starts started wrong
        learn learning question questions answer answers number name names call called place country world life love man men woman women girl girls boy boys child children kid
        job company business money price cost book books movie movies phone app website site account email message word words language school college university student students
        study class course exam test home house family friend friends water food eat eating buy sell online internet computer software program data system service card bank
        change changed changing real free high low large main common important easy hard difficult simple true false top average general list example examples reason reasons
        effect effects cause causes process method idea ideas problem problems issue issues solution part parts point points case fact facts side end level group order form
        set check open close live living stay move run play watch read write talk speak send receive pay order add remove stop turn win lose create build improve increase
        reduce control prepare choose decide understand explain describe define recommend suggest believe remember forget hear meet follow
        """;
}
