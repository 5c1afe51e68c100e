using System.ComponentModel.DataAnnotations;

namespace Leasehold.Payments.Payments;

/// <summary>How long requests wait for outcomes, bound from <c>Payments</c>.</summary>
internal sealed class AnswerOptions
{
    public const string Section = "Payments";

    /// <summary>
    /// How long a request to pay or refund waits; then it is answered 202, and the operation goes on.
    /// </summary>
    /// <value>20 s; 10 ms to 10 min.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00",
        ErrorMessage = "Payments:AnswerWithin must be 00:00:00.010 to 00:10:00.")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(20);
}
