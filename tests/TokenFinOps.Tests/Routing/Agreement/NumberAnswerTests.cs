using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Tests.Routing.Agreement;

/// <summary>Numbers are compared by their value, however they are written.</summary>
public sealed class NumberAnswerTests
{
    [Theory]
    [InlineData("540", "540.0")]
    [InlineData("540", "540 meters.")]
    [InlineData("540", "**540**")]
    [InlineData("540", "$540$")]
    [InlineData("540", @"\(540\)")]
    [InlineData("1234.5", "$1,234.50")]
    [InlineData("1234.5", "1,234.5 dollars")]
    [InlineData("1000000", "1 million")]
    [InlineData("0.5", "50%")]
    [InlineData("0.5", "50 percent")]
    [InlineData("0.5", "1/2")]
    [InlineData("0.5", "½")]
    [InlineData("0.5", @"\frac{1}{2}")]
    [InlineData("0.5", @"$\dfrac12$")]
    [InlineData("-0.5", @"-\frac{1}{2}")]
    [InlineData("2.5", "2 1/2")]
    [InlineData("2.5", "2½")]
    [InlineData("1500", "1.5e3")]
    [InlineData("1500", @"1.5 \times 10^{3}")]
    [InlineData("1500", "1.5 × 10³")]
    [InlineData("-5", "−5")]
    [InlineData("-5", "-$5")]
    [InlineData("12345", @"12{,}345")]
    [InlineData("5", "x = 5")]
    [InlineData("5 km", "5,000 meters")]
    [InlineData("180 minutes", "3 hours")]
    [InlineData("€5", "5 euros")]
    [InlineData("24", "2 dozen")]
    [InlineData("５４０", "540")]
    public void One_number_in_two_spellings_is_one_answer(string left, string right) => Assert.True(Answers.Agree(left, right), $"{Answers.Read(left)} and {Answers.Read(right)}");

    [Theory]
    [InlineData("540", "541")]
    [InlineData("5", "-5")]
    [InlineData("0.333", "1/3")]
    [InlineData("5 km", "5 m")]
    [InlineData("$5", "€5")]
    [InlineData("5 dollars", "5 cents")]
    [InlineData("5", "5!")]
    [InlineData("102", "10²")]
    [InlineData("51/2", "5½")]
    [InlineData("1,5", "15")]
    [InlineData("1,2,3", "123")]
    [InlineData("007", "7")]
    [InlineData("2^10", "2")]
    [InlineData("3 apples and 2 pears", "3 apples")]
    [InlineData("The answer is 3 and 4", "The answer is 3")]
    [InlineData("The answer is 5 more than x", "The answer is 5")]
    [InlineData("2 apples", "2 oranges")]
    public void Two_numbers_are_two_answers(string left, string right) => Assert.False(Answers.Agree(left, right), Answers.Read(left));

    [Fact]
    public void A_number_that_merely_occurs_in_prose_is_no_answer() =>
        Assert.Null(Answers.Read("James runs 3 sprints of 60 meters each, three times a week, which makes 540 meters in total, and that is quite a lot for him."));

    [Fact]
    public void The_last_number_counts_where_a_number_was_asked_for() =>
        Assert.True(Answers.Agree("He runs 3 times 60 meters, which makes 180 meters in total.", "180", AnswerKind.Number));

    [Fact]
    public void Numbers_are_rounded_where_the_user_says_so()
    {
        var comparer = new AnswerComparer(new AnswerComparerOptions { Decimals = 2 });

        Assert.Equal(comparer.Canonicalise(Answers.Text("0.33"), null), comparer.Canonicalise(Answers.Text("1/3"), null));
        Assert.NotEqual(comparer.Canonicalise(Answers.Text("0.34"), null), comparer.Canonicalise(Answers.Text("1/3"), null));
    }
}
