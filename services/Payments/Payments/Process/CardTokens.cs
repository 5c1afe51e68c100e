using System.Collections.Concurrent;
using Leasehold.Payments.Gateway;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Payments.Process;

/// <summary>
/// The card tokens of charges whose outcome is unknown, in memory only: with one, a charge that never arrived can be
/// sent again as it was; without (after a restart, or on another instance) it is only looked up.
/// </summary>
/// <remarks>Thread-safe. Bounded in number and in time; what does not fit is looked up only.</remarks>
internal sealed class CardTokens(IOptions<GatewayOptions> options, TimeProvider time)
{
    private const int MaxTokens = 10_000;

    private readonly ConcurrentDictionary<Guid, Kept> _tokens = new();

    public int Count => _tokens.Count;

    public void Keep(Guid operation, string? cardToken)
    {
        if (cardToken is null)
        {
            return;
        }

        if (_tokens.Count >= MaxTokens)
        {
            DropOld();
        }

        if (_tokens.Count < MaxTokens)
        {
            _tokens.TryAdd(operation, new Kept(cardToken, time.GetTimestamp()));
        }
    }

    public string? Find(Guid operation)
        => _tokens.TryGetValue(operation, out var kept) && !IsOld(kept) ? kept.CardToken : null;

    public void Forget(Guid operation)
    {
        if (!_tokens.IsEmpty)
        {
            _tokens.TryRemove(operation, out _);
        }
    }

    private void DropOld()
    {
        foreach (var (operation, kept) in _tokens)
        {
            if (IsOld(kept))
            {
                Forget(operation);
            }
        }
    }

    private bool IsOld(Kept kept) => time.GetElapsedTime(kept.At) > options.Value.KeyRetention;

    private readonly record struct Kept(string CardToken, long At);
}
