using System.Globalization;

namespace Leasehold.Analyzers.Tests;

/// <summary>Counts what one rule found, missed, and reported wrongly.</summary>
internal sealed class RuleTally
{
    private int _right;
    private int _missed;
    private int _wrong;

    public double Recall => Share(_missed);

    public double Precision => Share(_wrong);

    public void Add(bool isExpected, bool isReported)
    {
        _right += isExpected && isReported ? 1 : 0;
        _missed += isExpected && !isReported ? 1 : 0;
        _wrong += isReported && !isExpected ? 1 : 0;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"recall {Recall:0.00} precision {Precision:0.00} (right {_right}, missed {_missed}, wrong {_wrong})");

    private double Share(int other) => _right == 0 ? other == 0 ? 1 : 0 : (double)_right / (_right + other);
}
