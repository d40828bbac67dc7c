using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Tests.Routing.Agreement;

/// <summary>What a text marks as its final answer is compared; the way there is not.</summary>
public sealed class MarkedAnswerTests
{
    [Theory]
    [InlineData("First, 3 * 60 = 180.\nThen 180 * 3 = 540.\n#### 540")]
    [InlineData(@"So we get \[ \boxed{540} \] as the total.")]
    [InlineData(@"Hence $\boxed{540\text{ meters}}$.")]
    [InlineData("3 sprints of 60 m make 180 m. The answer is 540.")]
    [InlineData("3 sprints of 60 m make 180 m. Therefore, the final answer is: **540**. I hope this helps!")]
    [InlineData("Reasoning: 3 * 60 = 180, 180 * 3 = 540\n\n**Answer:** 540")]
    [InlineData("Reasoning: 3 * 60 = 180, 180 * 3 = 540\n\nFinal answer:\n540")]
    [InlineData("<think>3 * 60 is 180, or is the answer 12?</think>\n540")]
    [InlineData("180 a day.\n<answer>540</answer>")]
    [InlineData("3 * 60 = 180\n180 * 3 = 540\n\n540")]
    [InlineData("```json\n{\"reasoning\": \"3 * 60 = 180\", \"answer\": \"540\"}\n```")]
    [InlineData("{\"reasoning\": \"3 * 60 = 180\", \"answer\": 540}")]
    [InlineData("{\"reasoning\": \"\\( 3 * 60 \\)\n180\", \"final_answer\": \"$540\"}")]
    public void A_marked_number_is_the_answer(string text) => Assert.Equal(Answers.Read("540"), Answers.Read(text));

    [Theory]
    [InlineData("C")]
    [InlineData("c)")]
    [InlineData("(C)")]
    [InlineData("**C**")]
    [InlineData("C. Paris")]
    [InlineData("(C) Paris")]
    [InlineData("**C) Paris**")]
    [InlineData("Option C")]
    [InlineData("Answer: C")]
    [InlineData("**Answer: C**")]
    [InlineData("The answer is (C).")]
    [InlineData("The answer is C, since it lies on the Seine.")]
    [InlineData("The correct option is C. Paris. It lies on the Seine.")]
    [InlineData("Lyon is not a capital, and neither is Nice.\nSo the best answer is: C")]
    [InlineData("Lyon is not a capital, and neither is Nice.\n\n**C**")]
    [InlineData(@"The answer is $\boxed{\text{C}}$.")]
    [InlineData("{\"explanation\": \"It lies on the Seine.\", \"choice\": \"C\"}")]
    public void A_choice_is_its_letter(string text) => Assert.Equal("choice:C", Answers.Read(text));

    [Theory]
    [InlineData("The answer is (A) and (C).", "choice:A,C")]
    [InlineData("C, A", "choice:A,C")]
    [InlineData("A and C", "choice:A,C")]
    [InlineData("Answer: A, C", "choice:A,C")]
    public void Several_choices_are_all_of_them(string text, string expected) => Assert.Equal(expected, Answers.Read(text));

    [Theory]
    [InlineData("The answer is a dog.")]
    [InlineData("J. S. Bach")]
    public void Words_that_begin_with_a_letter_are_no_choice(string text) => Assert.StartsWith("text:", Answers.Read(text), StringComparison.Ordinal);

    [Fact]
    public void The_last_mark_counts() => Assert.Equal(Answers.Read("B"), Answers.Read("The answer is A. Wait, that is wrong. The answer is B."));

    [Fact]
    public void A_mark_in_hashes_wins_over_words() => Assert.Equal(Answers.Read("42"), Answers.Read("#### 42\nLet me know if the answer is unclear."));

    [Fact]
    public void Only_choices_are_read_where_a_choice_was_asked_for() => Assert.Null(Answers.Read("540", AnswerKind.Choice));
}
