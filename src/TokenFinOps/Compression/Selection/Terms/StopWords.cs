using System.Collections.Frozen;

namespace TokenFinOps.Compression.Selection.Terms;

/// <summary>Words of a question that say how it is asked and not what about. Spelled as <see cref="Letters.Fold"/> leaves them.</summary>
/// <remarks>
/// One language's list is used at a time, the one that knows most of the question's words: <c>die</c> means nothing in German and much in English.
/// What is left of common words is weighed down by how common they are in the text itself.
/// </remarks>
internal static class StopWords
{
    private static readonly StopList[] Lists =
    [
        List("a about after all also an and any are as at be been being but by can could did do does during each for from had has have he her his how i if in into is it its me more most my name of on one or other our out s she so some such t tell than that the their them then there these they this those to under up us was we were what when where which who whom whose why will with would you your please give list describe explain discuss discussed discussing discussion mention mentioned opinion say said says summarise summarize summary talk talked talking think thinks thought"),
        List("a al algo ante como con cual cuales cuando cuanta cuantas cuanto cuantos de del desde donde el ella ellos en entre era eran es esa ese eso esta estaba estan este esto fue fueron ha habia han hasta hay la las le les lo los mas me no o para pero por porque que quien quienes se ser si sin sobre son su sus tambien tenia tiene un una uno y"),
        List("aber als am an auch auf aus bei bin bis das dass dem den der des die diese dieser dieses durch ein eine einem einen einer eines er es fur hat hatte hatten ich ihr ihre im in ist kann man mit nach nicht noch nur oder sein seine sich sie sind so um und viel viele von vor wann war waren warum was welche welchem welchen welcher welches wem wen wer werden wie wieviel wird wo woher wohin worden wurde wurden zu zum zur uber"),
        List("a au aux avec ce cet cette ces combien comme comment d dans de des du elle en est et etait etaient ete fut il ils je l la le les leur leurs mais n ne ou par pas plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa se ses son sont sur un une y a-t-il avait ont"),
        List("a al alla anche che chi ci come con cosa cui da dal dalla dei del della delle di dove e ed era erano essere fu furono gli ha hanno i il in io la le lo ma nel nella non o per perche piu quale quali quando quanta quante quanti quanto questa questo se si sono su sua sul sulla suo suoi tra un una uno viene"),
        List("a ao aos as com como da das de do dos e ela ele em entre era eram essa esse esta este foi foram ha isso mais mas na nas nao no nos o onde os ou para pela pelo por porque qual quais quando quanta quantas quanto quantos que quem se sao seu seus sua suas tem tinha um uma"),
        List("a ai al ale au avea avut ca care ce cel cea cei cele cand cat cata cate cati cu cum cui cine de din dintre despre dupa ea ei el era erau este ei exista fi fost fosta fi in intr intre la le lui lor mai nu o pe pentru prin sa sale sau se si sub sunt un unde unei unor unui un va"),
        List("а без более бы был была были было быть в во вы где да для до его ее если есть еще же за и из или им их к как какая какие каким каких какого какое какой каком какую кем кого когда кому кто куда ли между мы на над не него нее ни но о об он она они оно от откуда по под почему при про с сколько со стал стала стали так такое то того тоже только у чего чей чем через что чтобы чье это этого этой этом этот я является был"),
        List("acaba ama ancak bir biri bu da daha de degil dir en gibi hangi hangisi her icin ile ise kac kadar ki kim kime kimdir kimin mi mu ne nedir neden nerede nereden nereye nasil ne o olan olarak oldu oldugu olmustur ol sonra su tarafindan ve veya ya zaman cok idi vardi var"),
        List("من ما ماذا متى اين كيف كم لماذا هل اي ايه هو هي هم في علي الي عن مع بعد قبل بين كان كانت يكون تكون هذا هذه ذلك تلك التي الذي الذين ان او ثم لم لا قد و ب ل عند كل تم حتي اذا منذ فيها فيه له لها به بها"),
        List("α ο η το οι τα του της των τον την στο στη στην στον στους στις στα και να με για απο που πως ποτε ποιος ποια ποιο ποιοι ποιες ποιους ποιων ποσο ποσα ποσοι ποσες πηγαν τι ειναι ηταν εχει ειχε ειχαν δεν θα σε ως ενα μια ενας αυτο αυτη αυτος γιατι κατα μετα πριν οτι"),
        List("ai anh bao bi boi cac cai cho co cua da dau de den di do duoc gi giua hay khi khong khoang la lam len mot nao nam nay nguoi nhieu nhu nhung o ra rang sao sau se tai the theo thi trong tren truoc tu va vao ve vi voi được của là gì nào đã những các một trong và ở ai khi có cho bao nhiêu đâu với tại sao được bởi như thế"),
        List("का की के को में से है हैं था थी थे और या पर ने यह वह क्या कौन किस किसने किसको कब कहां कहाँ कैसे क्यों कितने कितनी कितना कौन सा सी जो तो भी हो ही एक इस उस लिए किया गया गई गए कर द्वारा अपने नाम होता होती होते"),
        List("aan als bij dat de den der deze die dit door een en er had heeft het hij hoe hoeveel hun ik in is je kan met naar niet nog om ook op over te tot uit van veel voor waar waarom wanneer was wat welk welke wie wordt worden zijn"),
        List("av at de den der det du en er ett et for fra fran har hur hva hvad hvem hvilken hvor hvornar i ikke inte med mellan mellom nar och og om pa som til till under var vad vem vilka vilken vilket ar blev ble fik"),
        List("a ale co czy dla do gdzie i ich ile jak jaka jaki jakie jako jest kiedy kim kogo kto ktora ktore ktory na nie o od oraz po pod przez sa sie to w we z za ze zostal była był było były"),
        List("a az és egy hogy ki kik kit mi mik mit mikor hol hova honnan hany melyik mennyi miert milyen volt van is nem ez azt meg"),
        List("apa apakah bagaimana berapa dan dalam dari dengan di ini itu kapan ke mana mengapa oleh pada siapa untuk yang adalah akan telah tidak"),
        List("את של על אל עם מי מה מתי איפה היכן כמה איך למה מדוע איזה איזו הוא היא הם היה היתה היו זה זו זאת או גם כי לא בין כל יש"),
    ];

    private static readonly string[] DensePhrases =
    [
        "什么时候", "什麼時候", "为什么", "為什麼", "什么", "什麼", "哪一个", "哪些", "哪里", "哪裡", "哪个", "哪個", "哪", "多少", "谁", "誰", "怎么样", "怎样", "怎么", "怎麼", "如何", "何时", "何時", "是否",
        "的", "是", "了", "在", "吗", "嗎", "呢", "有", "被", "和", "与", "與", "及", "由", "于", "於", "几", "幾", "而", "对", "對", "中",
        "でしょうか", "ですか", "ますか", "ましたか", "何ですか", "どのように", "どのような", "いくつ", "いつ", "どこ", "どの", "どれ", "なぜ", "なに", "何", "だれ", "です", "ます", "ました", "から", "まで", "には", "では", "とは", "は", "が", "を", "に", "で", "の", "と", "も",
        "เมื่อไหร่", "เมื่อใด", "เมื่อไร", "อย่างไร", "ที่ไหน", "เท่าไหร่", "เท่าไร", "เท่าใด", "ทำไม", "อะไร", "ใคร", "ไหน", "กี่", "ใด", "คือ", "เป็น", "ของ", "ใน", "ที่", "และ", "ได้", "ให้", "มี", "จาก", "โดย", "ว่า",
        "무엇", "누구", "언제", "어디", "어떻게", "어떤", "얼마나", "왜", "입니까", "습니까", "인가", "인가요", "했습니까",
    ];

    /// <summary>Gets the list that knows most of a question's folded words; of equals the first.</summary>
    public static StopList For(IReadOnlyList<string> words) =>
        Lists.MaxBy(list => words.Count(list.Words.Contains))!;

    /// <summary>Puts spaces where a question in a script without them only asks, so that no pair of characters spans it.</summary>
    public static string WithoutDensePhrases(string question)
    {
        if (!question.AsSpan().ContainsAnyInRange('\u0E00', '\uFFEF'))
        {
            return question;
        }

        string rest = question;
        foreach (string phrase in DensePhrases)
        {
            rest = rest.Replace(phrase, " ", StringComparison.Ordinal);
        }

        return rest.AsSpan().ContainsAnyExcept(" ?？。") ? rest : question;
    }

    private static StopList List(string words)
    {
        string[] folded = string.Create(words.Length, words, static (folded, original) =>
        {
            for (int i = 0; i < folded.Length; i++)
            {
                folded[i] = Letters.Fold(original[i]);
            }
        }).Split(' ');
        return new StopList(folded.ToFrozenSet(StringComparer.Ordinal), folded.Select(TermReader.StemOf).ToFrozenSet(StringComparer.Ordinal));
    }
}
