using System.Text;

namespace AsyncCSharp.Text;

/// <summary>What C# writes behind the element type of an array.</summary>
internal static class ArraySuffix
{
    /// <summary>
    /// The ranks of an array, and of the arrays that are its elements, from the outside in: <c>int[][,]</c> is an array of two-dimensional
    /// arrays, though its own rank comes last where types are taken apart.
    /// </summary>
    /// <param name="type">The array's type.</param>
    /// <param name="element">The innermost element type, which is no array.</param>
    public static string Of(Type type, out Type element)
    {
        StringBuilder ranks = new();
        for (element = type; element.IsArray; element = element.GetElementType()!)
        {
            _ = ranks.Append('[').Append(',', element.GetArrayRank() - 1).Append(']');
        }

        return ranks.ToString();
    }
}
