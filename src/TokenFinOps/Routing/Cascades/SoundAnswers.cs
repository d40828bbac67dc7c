using System.Collections.Immutable;
using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Routing.Cascades;

/// <summary>Keeps answers that are certainly of no use from every acceptance: cut off, filtered, empty, refused, broken. No judge is paid to look at one, and none can be sure of it.</summary>
internal static class SoundAnswers
{
    /// <returns>The verdict, with the index of the accepted answer among all answers.</returns>
    public static async ValueTask<AnswerVerdict> JudgeAsync(IAnswerAcceptance acceptance, CascadeAnswers answers, CancellationToken cancellationToken)
    {
        ImmutableArray<int> sound = [.. Enumerable.Range(0, answers.Answers.Length).Where(i => AnswerCheck.Default.Check(answers.Answers[i], answers.Request.Options) is null)];
        if (sound.Length == answers.Answers.Length)
        {
            return await acceptance.JudgeAsync(answers, cancellationToken);
        }

        AnswerVerdict verdict = await acceptance.JudgeAsync(Only(answers, sound), cancellationToken);
        return verdict.Accepted is { } accepted ? verdict with { Accepted = accepted >= 0 && accepted < sound.Length ? sound[accepted] : null } : verdict;
    }

    private static CascadeAnswers Only(CascadeAnswers answers, ImmutableArray<int> sound) => answers with
    {
        Answers = [.. sound.Select(i => answers.Answers[i])],
        Members = [.. sound.Select(i => answers.Members[i])],
        Judged = sound.Count(i => i < answers.Judged),
    };
}
