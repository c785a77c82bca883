export declare const ELSEWHERE: Readonly<Record<string, string>>;
