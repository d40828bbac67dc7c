using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Cascades.Learning;

namespace TokenFinOps.Tests.Routing.Cascades;

/// <summary>
/// Questions to two cheap models and a dear one: on poems the first cheap one is always right, on dates it is right where it says little, and where it rambles the second knows; on
/// integrals only the dear one is right. A dear call costs ten times a cheap one.
/// </summary>
internal static class PlantedAnswers
{
    public const int Short = 10;
    public const int Long = 400;

    private static readonly string[] Questions = ["Who wrote the poem {0} about the sea?", "In which year was the city {0} founded?", "Compute the integral of x to the {0}."];

    public static CascadeExample[] Make(int count) => [.. Enumerable.Range(0, count).Select(One)];

    public static string Poem(int number) => Ask(0, number);

    public static string Date(int number) => Ask(1, number);

    public static string Integral(int number) => Ask(2, number);

    public static ChatResponse Say(string text, int tokens) =>
        new(new ChatMessage(ChatRole.Assistant, text)) { Usage = new UsageDetails { OutputTokenCount = tokens } };

    private static CascadeExample One(int number)
    {
        int kind = number % 3;
        bool rambles = kind == 1 && number % 2 == 0;
        bool first = kind == 0 || (kind == 1 && !rambles);
        bool second = kind == 1;
        return new CascadeExample
        {
            Prompt = Ask(kind, number),
            Workload = kind.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Answers =
            [
                new(Say(first ? "1" : "2", rambles ? Long : Short), first ? 1 : 0, 0.1),
                new(Say(second ? "1" : "3", Short), second ? 1 : 0, 0.1),
            ],

            // The dear one errs now and then, too: else nothing could be as good.
            BaselineQuality = number % 12 == 0 ? 0 : 1,
            BaselineCost = 1,
        };
    }

    private static string Ask(int kind, int number) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Questions[kind], number);
}
