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

    /// <summary>What the call needs.</summary>
    /// <exception cref="InvalidOperationException">Stage 1 ended the operation.</exception>
    public TPrepared Prepared
        => GoesOn ? _prepared! : throw new InvalidOperationException("Stage 1 ended the operation: there is no call.");

    /// <summary>The result of an operation that stage 1 ended.</summary>
    /// <exception cref="InvalidOperationException">The operation goes on to its call.</exception>
    public TResult Result
        => !GoesOn ? _result! : throw new InvalidOperationException("The operation goes on: stage 3 has its result.");

    /// <summary>Commit, then make the call.</summary>
    /// <param name="call">The decision.</param>
    public static implicit operator Preparation<TPrepared, TResult>(PreparedCall<TPrepared> call)
        => Continue(call.Prepared);

    /// <summary>Commit, and no call.</summary>
    /// <param name="end">The decision.</param>
    public static implicit operator Preparation<TPrepared, TResult>(FinishedEarly<TResult> end) => Finish(end.Value);

    /// <summary>Commit, then make the call.</summary>
    /// <param name="prepared">What the call needs.</param>
    public static Preparation<TPrepared, TResult> Continue(TPrepared prepared) => new(true, prepared, default);

    /// <summary>Commit, and no call: what was asked for is done already, or refused.</summary>
    /// <param name="result">The operation's result.</param>
    public static Preparation<TPrepared, TResult> Finish(TResult result) => new(false, default, result);
}
