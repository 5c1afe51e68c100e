using System.Globalization;

namespace Leasehold.CrashLab.Tests.Purchases;

/// <summary>
/// One order and what its customer wants: paid, perhaps refunded. Asks with the same keys until every answer is final,
/// and pays with a new key when a payment has failed that should not have.
/// </summary>
/// <param name="number">The order.</param>
/// <param name="token">The card token; the simulator's decide how the charge goes.</param>
internal sealed class Purchase(string number, string token)
{
    public const decimal Amount = 15_000;
    private const int MaxAttempts = 5;

    private readonly List<string> _surprises = [];
    private bool _isOrdered;
    private bool _isPaid;
    private int _attempt = 1;

    public string Number => number;

    /// <summary>What is to go back; null for nothing. All of it goes as a full refund.</summary>
    public decimal? Refund { get; init; }

    /// <summary>Whether the card is no good, and a failed payment the right end.</summary>
    public bool IsDeclined { get; init; }

    /// <summary>Whether nobody can find out: the payment stays open, for people to decide.</summary>
    public bool IsHopeless { get; init; }

    public bool IsDone { get; private set; }

    /// <summary>Answers that nothing explains.</summary>
    public IReadOnlyList<string> Surprises => _surprises;

    /// <summary>Payments that failed though the card was good: the service could prove they never arrived.</summary>
    public int FailedAttempts => _attempt - 1;

    public string ExpectedStatus
        => IsHopeless ? "payment_processing"
            : IsDeclined ? "payment_failed"
            : Refund switch { null => "paid", Amount => "refunded", _ => "partially_refunded" };

    private string Key => string.Create(CultureInfo.InvariantCulture, $"{number}-pay-{_attempt}");

    /// <summary>Goes as far as answers let it.</summary>
    public async Task DriveAsync(PaymentClient client)
    {
        if (!_isOrdered && !await OrderAsync(client))
        {
            return;
        }

        if (!_isPaid && !IsDone)
        {
            await PayAsync(client);
        }

        if (_isPaid && !IsDone)
        {
            await RefundAsync(client);
        }
    }

    /// <summary>Puts the order on record; a repeat finds it there.</summary>
    public async Task<bool> OrderAsync(PaymentClient client)
    {
        var answer = await client.OrderAsync(number, Amount);
        return _isOrdered = answer.Status is 201 or 409 || Note("order", answer);
    }

    private async Task PayAsync(PaymentClient client)
    {
        var answer = await client.PayAsync(number, Amount, token, Key);
        switch (answer.Status == 200 ? answer["status"] : null)
        {
            case "failed" when IsDeclined:
                IsDone = true;
                break;
            case "failed" when _attempt < MaxAttempts:
                _attempt++;
                break;
            case "completed" or "refund_processing" or "partially_refunded" or "refunded" when !IsDeclined:
                _isPaid = true;
                IsDone = Refund is null;
                break;
            default:
                Note("pay", answer);
                break;
        }
    }

    private async Task RefundAsync(PaymentClient client)
    {
        var answer = await client.RefundAsync(Key, Refund == Amount ? null : Refund, $"{number}-refund");
        IsDone = answer.Status == 200 || Note("refund", answer);
    }

    private bool Note(string step, ClientAnswer answer)
    {
        if (!answer.IsOpen)
        {
            _surprises.Add(string.Create(
                CultureInfo.InvariantCulture, $"{number}: {step} was answered {answer.Status} {answer.Text}"));
        }

        return false;
    }
}
