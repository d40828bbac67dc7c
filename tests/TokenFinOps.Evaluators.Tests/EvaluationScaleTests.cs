using CsCheck;
using Microsoft.Extensions.AI.Evaluation;

namespace TokenFinOps.Evaluators.Tests;

/// <summary>What evaluators find, as one quality between 0 and 1.</summary>
public sealed class EvaluationScaleTests
{
    [Theory]
    [InlineData(EvaluationRating.Unacceptable, 0.0)]
    [InlineData(EvaluationRating.Poor, 0.25)]
    [InlineData(EvaluationRating.Average, 0.5)]
    [InlineData(EvaluationRating.Good, 0.75)]
    [InlineData(EvaluationRating.Exceptional, 1.0)]
    [InlineData(EvaluationRating.Inconclusive, null)]
    [InlineData(EvaluationRating.Unknown, null)]
    public void A_metric_counts_by_its_rating_whatever_its_value_is(EvaluationRating rating, double? quality) =>
        Assert.Equal(quality, EvaluationScale.Default.QualityOf(new EvaluationResult(Rated("Violence", 7, rating))));

    [Fact]
    public void An_answer_is_as_good_as_its_worst_metric() => Gen.Enum<EvaluationRating>().Array[1, 6].Sample(static ratings =>
    {
        double?[] each = [.. ratings.Select(static rating => EvaluationScale.Default.QualityOf(new EvaluationResult(Rated("Only", 1, rating))))];

        double? quality = EvaluationScale.Default.QualityOf(new EvaluationResult(ratings.Select(static (rating, i) => Rated($"Metric {i}", i, rating))));

        Assert.Equal(each.Contains(null) ? null : each.Min(), quality);
    });

    [Fact]
    public void Of_an_evaluation_without_metrics_nothing_is_known() => Assert.Null(EvaluationScale.Default.QualityOf(new EvaluationResult()));

    [Fact]
    public void A_metric_in_error_is_not_believed()
    {
        NumericMetric metric = Rated("Coherence", 5, EvaluationRating.Exceptional);
        metric.AddDiagnostics(EvaluationDiagnostic.Error("The judge's answer could not be read."));

        Assert.Null(EvaluationScale.Default.QualityOf(new EvaluationResult(metric)));
    }

    [Fact]
    public void Only_the_metrics_that_were_named_count()
    {
        var result = new EvaluationResult(Rated("Fluency", 1, EvaluationRating.Poor), Rated("Relevance", 5, EvaluationRating.Exceptional));

        Assert.Equal(1, new EvaluationScale { Metrics = ["Relevance"] }.QualityOf(result));
        Assert.Null(new EvaluationScale { Metrics = ["Relevance", "Completeness"] }.QualityOf(result));
    }

    [Theory]
    [InlineData(true, 1.0)]
    [InlineData(false, 0.0)]
    [InlineData(null, null)]
    public void A_yes_or_no_without_a_rating_says_enough(bool? value, double? quality) =>
        Assert.Equal(quality, EvaluationScale.Default.QualityOf(new EvaluationResult(new BooleanMetric("Compiles", value))));

    [Fact]
    public void A_number_or_a_text_without_a_rating_is_not_guessed_at()
    {
        InvalidOperationException number = Assert.Throws<InvalidOperationException>(static () => EvaluationScale.Default.QualityOf(new EvaluationResult(new NumericMetric("BLEU", 0.4))));
        Assert.Throws<InvalidOperationException>(static () => EvaluationScale.Default.QualityOf(new EvaluationResult(new StringMetric("Tone", "kind"))));

        Assert.Contains("'BLEU'", number.Message, StringComparison.Ordinal);
        Assert.Contains("EvaluationScale.Rate", number.Message, StringComparison.Ordinal);
        Assert.Null(EvaluationScale.Default.QualityOf(new EvaluationResult(new NumericMetric("BLEU"))));
    }

    [Fact]
    public void A_scale_of_the_users_own_rates_what_it_knows()
    {
        var scale = new EvaluationScale { Rate = static metric => metric is NumericMetric { Value: { } value } ? value : null };

        Assert.Equal(0.4, scale.QualityOf(new EvaluationResult(new NumericMetric("BLEU", 0.4), new NumericMetric("F1", 0.6))));
        Assert.Null(scale.QualityOf(new EvaluationResult(new NumericMetric("BLEU", 0.4), new StringMetric("Tone", "kind"))));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(40)]
    [InlineData(double.NaN)]
    public void What_is_not_within_0_and_1_is_no_quality(double value)
    {
        var scale = new EvaluationScale { Rate = _ => value };

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => scale.QualityOf(new EvaluationResult(new NumericMetric("BLEU", 0.4))));

        Assert.Contains("'BLEU'", error.Message, StringComparison.Ordinal);
    }

    private static NumericMetric Rated(string name, double value, EvaluationRating rating) =>
        new(name, value) { Interpretation = new EvaluationMetricInterpretation(rating) };
}
