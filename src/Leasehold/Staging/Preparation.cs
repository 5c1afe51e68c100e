namespace Leasehold;

/// <summary>What stage 1 of <c>RunOnceAsync</c> decided: go on to the call, or end here with a result.</summary>
/// <typeparam name="TPrepared">What the call needs.</typeparam>
/// <typeparam name="TResult">The operation's result.</typeparam>
public sealed class Preparation<TPrepared, TResult>
{
    private readonly TPrepared? _prepared;
    private readonly TResult? _result;

    private Preparation(bool goesOn, TPrepared? prepared, TResult? result)
    {
        GoesOn = goesOn;
        _prepared = prepared;
        _result = result;
    }

    /// <summary>Whether the call is to be made.</summary>
    public bool GoesOn { get; }

    internal TPrepared Prepared => _prepared!;

    internal TResult Result => _result!;

    /// <summary>Commit, then make the call.</summary>
    /// <param name="prepared">What the call needs.</param>
    public static Preparation<TPrepared, TResult> Continue(TPrepared prepared) => new(true, prepared, default);

    /// <summary>No call: what was asked for is done already, or refused.</summary>
    /// <param name="result">The operation's result.</param>
    public static Preparation<TPrepared, TResult> Finish(TResult result) => new(false, default, result);
}
