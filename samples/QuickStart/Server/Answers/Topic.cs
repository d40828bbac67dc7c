using System.Reflection;
using System.Text.Json;

namespace QuickStart.Server.Answers;

/// <summary>What can be said about one subject: the vocabulary that sentences are made of. The vocabularies are in <c>Topics.json</c>.</summary>
/// <param name="Name">The subject.</param>
/// <param name="Keywords">Words of a question that point to this topic.</param>
/// <param name="Things">Noun phrases.</param>
/// <param name="Facts">What is true of a thing; follows a noun phrase.</param>
/// <param name="Reasons">Clauses that may follow "because".</param>
/// <param name="Steps">What to do, in the imperative; <c>{thing}</c> stands for a noun phrase.</param>
internal sealed record Topic(string Name, string[] Keywords, string[] Things, string[] Facts, string[] Reasons, string[] Steps)
{
    private const string Resource = "topics.json";

    private static readonly Topic[] All = Load();

    /// <summary>Gets the topic that most of a question's words point to; the first one, which is about anything, when none do.</summary>
    public static Topic For(IReadOnlySet<string> words) => All.MaxBy(topic => topic.Keywords.Count(words.Contains))!;

    private static Topic[] Load()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        return JsonSerializer.Deserialize<Topic[]>(stream, JsonSerializerOptions.Web)!;
    }
}
